// By the `reason` of a refusal; the server's own sentence is shown for one that is not here.
export default {
  offline: 'You seem to be offline. Nothing is lost: try again when the network is back.',
  overloaded: 'It is busy here right now. Try again in a moment.',
  unexpected: 'Something went wrong on our side. Try again in a moment.',
  not_found: 'This is not here, or not any more.',
  denied: 'You may not do that.',
  sign_in_needed: 'That needs an account. Sign in first.',
  wrong_credentials: 'This name and password do not go together.',
  wrong_password: 'The current password is not the right one.',
  password_too_short: 'The password needs at least 10 characters.',
  password_too_long: 'The password has too many characters: 200 at most.',
  handle_taken: 'Somebody already has this name. Try another one.',
  handle_reserved: 'This name is kept for the house. Try another one.',
  bad_handle: 'Use 3 to 30 small letters, digits, dots or underscores.',
  sign_up_closed: 'This server is not taking new accounts.',
  title_too_long: 'The caption is too long: 150 characters at most.',
  too_many_tags: 'Too many tags: 12 at most.',
  empty_file: 'This file has no bytes. Choose another one.',
  not_a_video:
    'This file is not a video we can read. Choose an MP4, MOV, WebM, MKV, 3GP or AVI file.',
  undecodable:
    'The pictures in this file can’t be read. It may be damaged: export it again and send that.',
  too_long: 'This video is longer than what is accepted here. Trim it and send it again.',
  costs_too_much: 'This video has too many pixels a second. Export it smaller and send it again.',
  file_too_large: 'This file is larger than what is accepted here. Trim it or export it smaller.',
  quota_full:
    'There is not enough room left on your account for this file. Nothing was sent. Delete a video you no longer need, then try again.',
  disk_full:
    'The server has too little free space for this file. Nothing is lost. Try again later, or tell the people who run this place.',
  too_many_uploads: 'You have many unfinished uploads. Finish or cancel one of them first.',
  upload_expired: 'This upload waited too long and was cleared away. Send the file again.',
  removed_by_moderation: 'A moderator removed this video: it can’t be brought back from here.',
  too_late_to_restore: 'The 30 days are over: this video can’t be brought back.',
  no_such_video: 'This video is not here any more.',
  already_decided: 'Somebody has already decided this report.',
  display_name_empty: 'Give a name of at least one character.',
  busy: 'It is busy here right now. Try again in a moment.',
};
