package dev.musubi.platform.web;

import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.Resource;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** Serves the contract itself, and a page that renders it. */
@RestController
final class ContractController {

    @GetMapping("/openapi.yaml")
    ResponseEntity<Resource> contract() {
        return file("musubi.yaml", "application/yaml");
    }

    @GetMapping({"/docs", "/docs/"})
    ResponseEntity<Resource> page() {
        return file("docs/index.html", "text/html;charset=UTF-8");
    }

    @GetMapping("/docs/start.js")
    ResponseEntity<Resource> script() {
        return file("docs/start.js", "text/javascript;charset=UTF-8");
    }

    private static ResponseEntity<Resource> file(String name, String type) {
        return ResponseEntity.ok()
                .contentType(MediaType.parseMediaType(type))
                .body(new ClassPathResource(name));
    }
}
