/* What the pages do in the browser beside htmx: nothing here decides anything. */
(function () {
  'use strict';
  const DAY = 86400;
  const KEPT = 'musubi:';
  const body = document.body;

  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  if (zone) {
    document.cookie = 'musubi-zone=' + zone.replaceAll('/', '.') + ';path=/console;max-age=' + 365 * DAY + ';samesite=strict';
  }

  /* What was typed stays for this tab until it is sent: a log-in may end meanwhile. */
  const keyOf = (field) => KEPT + location.pathname + ':' + (field.form ? field.form.id : '') + ':' + field.name + ':' + (field.type === 'checkbox' ? field.value : '');

  function forget() {
    Object.keys(sessionStorage).filter((k) => k.startsWith(KEPT)).forEach((k) => sessionStorage.removeItem(k));
  }

  function restore() {
    document.querySelectorAll('[data-keep]').forEach((field) => {
      const kept = sessionStorage.getItem(keyOf(field));
      if (kept === null) { return; }
      if (field.type === 'checkbox') {
        field.checked = kept === 'true';
        if (field.checked) { field.dispatchEvent(new Event('change', { bubbles: true })); }
      } else if (!field.value) {
        field.value = kept;
        field.dispatchEvent(new Event('restored'));
      }
    });
  }

  document.addEventListener('input', (e) => {
    const field = e.target;
    if (field.matches && field.matches('[data-keep]')) {
      sessionStorage.setItem(keyOf(field), field.type === 'checkbox' ? String(field.checked) : field.value);
    }
  });

  /* Sent once, however often it is pressed. */
  document.addEventListener('submit', (e) => {
    const form = e.target;
    if (!form.matches('[data-once]')) { return; }
    if (form.dataset.sent) { e.preventDefault(); return; }
    form.dataset.sent = 'yes';
    form.setAttribute('aria-busy', 'true');
  });
  window.addEventListener('pageshow', () => {
    document.querySelectorAll('form[data-sent]').forEach((form) => {
      delete form.dataset.sent;
      form.removeAttribute('aria-busy');
    });
  });

  /* A lost connection is said, and what was typed is still there. */
  const lost = document.getElementById('lost');
  function tell(text) {
    lost.textContent = text;
    lost.hidden = !text;
  }
  ['htmx:sendError', 'htmx:timeout'].forEach((name) => body.addEventListener(name, () => tell(body.dataset.offline)));
  body.addEventListener('htmx:afterOnLoad', () => tell(''));
  window.addEventListener('online', () => tell(''));

  document.addEventListener('click', (e) => {
    const opener = e.target.closest && e.target.closest('[data-opens]');
    if (opener) {
      document.getElementById(opener.dataset.opens).showModal();
    }
    const toggle = e.target.closest && e.target.closest('[data-toggles]');
    if (toggle) {
      const open = toggle.getAttribute('aria-expanded') !== 'true';
      toggle.setAttribute('aria-expanded', String(open));
      document.getElementById(toggle.getAttribute('aria-controls')).hidden = !open;
    }
    document.querySelectorAll('details.menu[open]').forEach((menu) => {
      if (!menu.contains(e.target)) { menu.open = false; }
    });
  });

  /* Keyboard: / goes to the search, arrows walk through what was found. */
  document.addEventListener('keydown', (e) => {
    const typing = e.target.matches && e.target.matches('input, textarea, select');
    const search = document.getElementById('q');
    if (e.key === '/' && !typing) {
      e.preventDefault();
      if (search) { search.focus(); } else { location.assign('/console/find'); }
    }
    if (e.key !== 'ArrowDown' && e.key !== 'ArrowUp') { return; }
    const rows = Array.from(document.querySelectorAll('.people a, .people button'));
    if (rows.length === 0 || (typing && e.target !== search)) { return; }
    const at = rows.indexOf(document.activeElement);
    if (at < 0 && e.target !== search) { return; }
    const next = e.key === 'ArrowDown' ? at + 1 : at - 1;
    e.preventDefault();
    (rows[next] || (next < 0 && search) || rows[at]).focus();
  });

  if (document.querySelector('[data-clear]')) { forget(); } else { document.addEventListener('DOMContentLoaded', () => setTimeout(restore)); }
})();
