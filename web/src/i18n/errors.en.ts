// By the `reason` of a refusal; the server's own sentence is shown for one that is not here.
export default {
  offline: 'You seem to be offline. Nothing is lost: try again when the network is back.',
  overloaded: 'It is busy here right now. Try again in a moment.',
  unexpected: 'Something went wrong on our side. Try again in a moment.',
  not_found: 'This is not here, or not any more.',
  denied: 'You may not do that.',
};
