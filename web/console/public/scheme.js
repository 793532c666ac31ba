// Before the first paint: the scheme and language chosen last, so that nothing flashes.
(function () {
  try {
    var scheme = localStorage.getItem('kith.scheme') || 'system';
    var dark = scheme === 'dark' || (scheme === 'system' && matchMedia('(prefers-color-scheme: dark)').matches);
    document.documentElement.dataset.scheme = dark ? 'dark' : 'light';
    document.documentElement.lang = localStorage.getItem('kith.language') || (/^zh/i.test(navigator.language) ? 'zh-CN' : 'en');
  } catch (e) {
    document.documentElement.dataset.scheme = 'light';
  }
})();
