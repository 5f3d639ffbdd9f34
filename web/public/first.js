// Before anything is drawn: the colours of the page to come. The feed is dark whatever was chosen.
{
  const page = document.documentElement;
  page.classList.toggle('dark', /^\/($|following$|topic\/|v\/)/.test(location.pathname));
  try {
    const chosen = JSON.parse(localStorage.getItem('soleil.preferences') ?? '{}').scheme;
    if (chosen) page.dataset.scheme = chosen;
  } catch {
    // nothing kept, or no storage: as the device says
  }
}
