package dev.musubi.console;

import static org.springframework.security.web.servlet.util.matcher.PathPatternRequestMatcher.withDefaults;

import dev.musubi.console.account.Accounts;
import dev.musubi.console.account.Attempts;
import dev.musubi.console.account.Role;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.web.servlet.DelegatingFilterProxyRegistrationBean;
import org.springframework.boot.web.servlet.ServletContextInitializer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.http.HttpMethod;
import org.springframework.security.authentication.LockedException;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configuration.EnableWebSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.csrf.CookieCsrfTokenRepository;
import org.springframework.security.web.csrf.CsrfException;
import org.springframework.security.web.savedrequest.NullRequestCache;
import org.springframework.security.web.util.matcher.OrRequestMatcher;
import org.springframework.security.web.util.matcher.RequestMatcher;

/**
 * Log-in, roles and tokens of the console; everything else of the hub asks for keys and is left
 * alone: the filter stands before {@code /console} only.
 */
@Configuration(proxyBeanMethods = false)
@EnableWebSecurity
@ConditionalOnWebApplication
class ConsoleSecurity {

    private static final String FILTER = "springSecurityFilterChain";

    /** As strict as the charts allow: ECharts styles what it draws in place. */
    private static final String CONTENT =
            "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self'"
                    + " data:; connect-src 'self'; font-src 'self'; form-action 'self';"
                    + " frame-ancestors 'none'; base-uri 'none'";

    @Bean
    SecurityFilterChain consoleChain(
            HttpSecurity http,
            Accounts accounts,
            Attempts attempts,
            @Value("${musubi.console.session-timeout:30m}") Duration timeout)
            throws Exception {
        CookieCsrfTokenRepository tokens = new CookieCsrfTokenRepository();
        tokens.setCookiePath("/console");
        tokens.setCookieName("musubi-token");
        tokens.setCookieCustomizer(cookie -> cookie.sameSite("Strict"));
        return http.securityMatcher(any("/console", "/console/**"))
                .authorizeHttpRequests(
                        who ->
                                who.requestMatchers(
                                                any(
                                                        WayBack.LOGIN,
                                                        "/console/language",
                                                        "/console/static/**"))
                                        .permitAll()
                                        .requestMatchers(
                                                any(
                                                        "/console/people/*/merge/**",
                                                        "/console/people/*/split/**",
                                                        "/console/looks/**",
                                                        "/console/channels/**",
                                                        "/console/system",
                                                        "/console/system/now"))
                                        .hasAnyRole(roles(Role.MANAGER, Role.ADMINISTRATOR))
                                        .requestMatchers(
                                                any("/console/accounts/**", "/console/system/**"))
                                        .hasAnyRole(roles(Role.ADMINISTRATOR))
                                        .anyRequest()
                                        .authenticated())
                .authenticationProvider(new SignInCheck(accounts, attempts))
                .formLogin(
                        form ->
                                form.loginPage(WayBack.LOGIN)
                                        .successHandler(
                                                (request, response, _) -> {
                                                    request.getSession()
                                                            .setMaxInactiveInterval(
                                                                    (int) timeout.toSeconds());
                                                    WayBack.send(
                                                            request,
                                                            response,
                                                            WayBack.checked(
                                                                    request.getParameter("then")));
                                                })
                                        .failureHandler(ConsoleSecurity::failed))
                .logout(
                        out ->
                                out.logoutRequestMatcher(
                                                withDefaults()
                                                        .matcher(
                                                                HttpMethod.POST, "/console/logout"))
                                        .logoutSuccessHandler(
                                                (request, response, _) ->
                                                        WayBack.send(
                                                                request,
                                                                response,
                                                                WayBack.LOGIN + "?out")))
                .csrf(csrf -> csrf.csrfTokenRepository(tokens))
                .requestCache(cache -> cache.requestCache(new NullRequestCache()))
                .httpBasic(AbstractHttpConfigurer::disable)
                .headers(
                        headers ->
                                headers.defaultsDisabled()
                                        .addHeaderWriter(
                                                (_, response) ->
                                                        response.setHeader(
                                                                "Content-Security-Policy",
                                                                CONTENT)))
                .exceptionHandling(
                        refusals ->
                                refusals.authenticationEntryPoint(
                                                (request, response, _) ->
                                                        WayBack.toLogin(request, response))
                                        .accessDeniedHandler(
                                                (request, response, why) -> {
                                                    if (why instanceof CsrfException) {
                                                        WayBack.toLogin(request, response);
                                                    } else {
                                                        response.setStatus(
                                                                HttpServletResponse.SC_FORBIDDEN);
                                                        request.getRequestDispatcher(
                                                                        "/console/refused")
                                                                .forward(request, response);
                                                    }
                                                }))
                .build();
    }

    private static void failed(
            HttpServletRequest request,
            HttpServletResponse response,
            AuthenticationException failure) {
        String why = failure instanceof LockedException ? "?often" : "?wrong";
        WayBack.send(
                request,
                response,
                WayBack.LOGIN + why + "&then=" + WayBack.checked(request.getParameter("then")));
    }

    private static String[] roles(Role... roles) {
        return Arrays.stream(roles).map(Role::name).toArray(String[]::new);
    }

    private static RequestMatcher any(String... patterns) {
        List<RequestMatcher> matchers =
                Arrays.stream(patterns)
                        .map(p -> (RequestMatcher) withDefaults().matcher(p))
                        .toList();
        return new OrRequestMatcher(matchers);
    }

    /** Its firewall refuses paths that calls may have, so it must not see those. */
    @Bean
    DelegatingFilterProxyRegistrationBean consoleFilter() {
        DelegatingFilterProxyRegistrationBean filter =
                new DelegatingFilterProxyRegistrationBean(FILTER);
        filter.addUrlPatterns("/console", "/console/*");
        filter.setOrder(Ordered.HIGHEST_PRECEDENCE + 30);
        return filter;
    }

    /** The session is the console's alone, and no other site's request carries it. */
    @Bean
    ServletContextInitializer consoleCookie() {
        return context -> {
            context.getSessionCookieConfig().setName("musubi-session");
            context.getSessionCookieConfig().setPath("/console");
            context.getSessionCookieConfig().setHttpOnly(true);
            context.getSessionCookieConfig().setAttribute("SameSite", "Strict");
        };
    }
}
