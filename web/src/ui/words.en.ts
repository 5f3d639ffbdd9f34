export default {
  close: 'Close',
  undo: 'Undo',
  cancel: 'Cancel',
  retry: 'Try again',
  save: 'Save',
  done: 'Done',
};
