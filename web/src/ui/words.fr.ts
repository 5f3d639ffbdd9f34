export default {
  close: 'Fermer',
  undo: 'Annuler',
  cancel: 'Annuler',
  retry: 'Réessayer',
  save: 'Enregistrer',
  done: 'C’est fait',
};
