// The network is back: so is the page that was asked for.
addEventListener('online', () => location.reload());
