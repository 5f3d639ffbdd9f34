export default {
  offline: 'Vous semblez hors ligne. Rien n’est perdu : réessayez quand le réseau revient.',
  overloaded: 'Il y a foule en ce moment. Réessayez dans un instant.',
  unexpected: 'Quelque chose a mal tourné de notre côté. Réessayez dans un instant.',
  not_found: 'Ce n’est pas ici, ou plus ici.',
  denied: 'Vous ne pouvez pas faire cela.',
};
