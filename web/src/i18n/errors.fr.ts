export default {
  offline: 'Vous semblez hors ligne. Rien n’est perdu : réessayez quand le réseau revient.',
  overloaded: 'Il y a foule en ce moment. Réessayez dans un instant.',
  unexpected: 'Quelque chose a mal tourné de notre côté. Réessayez dans un instant.',
  not_found: 'Ce n’est pas ici, ou plus ici.',
  denied: 'Vous ne pouvez pas faire cela.',
  sign_in_needed: 'Il faut un compte pour cela. Connectez-vous d’abord.',
  wrong_credentials: 'Ce nom et ce mot de passe ne vont pas ensemble.',
  wrong_password: 'Le mot de passe actuel n’est pas le bon.',
  password_too_short: 'Le mot de passe doit avoir au moins 10 caractères.',
  password_too_long: 'Le mot de passe est trop long : 200 caractères au plus.',
  handle_taken: 'Quelqu’un porte déjà ce nom. Essayez-en un autre.',
  handle_reserved: 'Ce nom est réservé à la maison. Essayez-en un autre.',
  bad_handle: 'Utilisez de 3 à 30 lettres minuscules, chiffres, points ou traits bas.',
  sign_up_closed: 'Ce serveur n’accepte pas de nouveaux comptes.',
  title_too_long: 'La légende est trop longue : 150 caractères au plus.',
  too_many_tags: 'Trop de mots-clés : 12 au plus.',
  empty_file: 'Ce fichier est vide. Choisissez-en un autre.',
  not_a_video:
    'Ce fichier n’est pas une vidéo que nous savons lire. Choisissez un fichier MP4, MOV, WebM, MKV, 3GP ou AVI.',
  undecodable:
    'Les images de ce fichier sont illisibles. Il est peut-être abîmé : exportez-le de nouveau et renvoyez-le.',
  too_long:
    'Cette vidéo est plus longue que ce qui est accepté ici. Raccourcissez-la et renvoyez-la.',
  costs_too_much:
    'Cette vidéo compte trop de pixels par seconde. Exportez-la plus légère et renvoyez-la.',
  file_too_large:
    'Ce fichier est plus gros que ce qui est accepté ici. Raccourcissez-le ou exportez-le plus léger.',
  quota_full:
    'Il ne reste pas assez de place sur votre compte pour ce fichier. Rien n’est parti. Supprimez une vidéo dont vous n’avez plus besoin, puis réessayez.',
  disk_full:
    'Le serveur n’a plus assez de place pour ce fichier. Rien n’est perdu. Réessayez plus tard, ou prévenez l’équipe de ce lieu.',
  too_many_uploads: 'Vous avez beaucoup d’envois inachevés. Terminez-en ou annulez-en un d’abord.',
  upload_expired:
    'Cet envoi a attendu trop longtemps et a été effacé. Envoyez de nouveau le fichier.',
  removed_by_moderation: 'La modération a retiré cette vidéo : elle ne peut pas revenir d’ici.',
  too_late_to_restore: 'Les 30 jours sont passés : cette vidéo ne peut plus revenir.',
  no_such_video: 'Cette vidéo n’est plus ici.',
  already_decided: 'Quelqu’un a déjà traité ce signalement.',
  display_name_empty: 'Donnez un nom d’au moins un caractère.',
  busy: 'Il y a foule en ce moment. Réessayez dans un instant.',
  captions_too_large: 'Ce fichier de sous-titres est trop gros. Est-ce bien du texte ?',
  captions_not_text: 'Ces sous-titres ne sont pas du texte en UTF-8. Enregistrez-les de nouveau ainsi.',
  captions_not_vtt: 'Nous ne savons pas lire ces sous-titres. Choisissez un fichier .vtt ou .srt.',
  captions_empty: 'Il n’y a pas un mot dans ce fichier.',
  captions_bad_time: 'Un temps manque ou est mal écrit.',
  captions_out_of_order: 'Un passage commence avant le précédent, ou finit avant de commencer.',
  captions_past_end:
    'Ces sous-titres continuent après la fin de la vidéo : est-ce le bon fichier ?',
  captions_too_many_cues: 'Il y a trop de passages dans ce fichier.',
  captions_cue_too_long: 'Un passage est trop long à lire. Coupez-le en deux.',
  too_many_captions: 'Il y a déjà des sous-titres dans beaucoup de langues. Supprimez-en d’abord.',
  no_such_captions: 'Ces sous-titres ne sont plus là.',
  bad_cover: 'La couverture doit être un moment de la vidéo.',
};
