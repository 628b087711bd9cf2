// Sets the theme before the first paint, so that nothing flashes.
;(() => {
  const asked = new URLSearchParams(location.search).get('theme')
  const dark = matchMedia('(prefers-color-scheme: dark)').matches
  const theme = asked === 'dark' || asked === 'light' ? asked : dark ? 'dark' : 'light'
  document.documentElement.dataset.theme = theme
})()
