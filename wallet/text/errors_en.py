"""What the wallet raises, in English: what happened, and what to do next."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from wallet.text.entries import ErrorWords

ERRORS: Final[Mapping[str, ErrorWords]] = {
    "address-unusable": ErrorWords("That address cannot be listened on.", "choose another port"),
    "ambiguous-id": ErrorWords("More than one badge begins with that id.", "give more of the id"),
    "argon2id-unavailable": ErrorWords(
        "This installation cannot turn a passphrase into a key (Argon2id is missing). Nothing was changed.",
        "install the wallet again, with the cryptography package as it was locked",
    ),
    "audience-missing": ErrorWords("This form of presentation names for whom it is.", "give --audience URL"),
    "backup-damaged": ErrorWords(
        "The backup was changed or cut off: it is not what was written. Nothing was taken from it.",
        "use another copy of the backup",
    ),
    "backup-differs": ErrorWords(
        "What was restored in memory is not what the backup says it holds.", "make a new backup from the vault"
    ),
    "backup-incomplete": ErrorWords(
        "Part of the vault does not read back, so the older backup was kept and nothing was written.",
        "run `wallet doctor`, and name another file to back up the rest",
    ),
    "backup-key-missing": ErrorWords(
        "The backup is of another vault, and nothing was given to open it.",
        "--key-file with its passphrase or recovery key",
    ),
    "backup-key-wrong": ErrorWords(
        "That passphrase or recovery key does not open the backup.",
        "use the ones the vault had when the backup was made",
    ),
    "backup-names": ErrorWords("Either a file to write, or `verify` and a file.", "wallet backup verify FILE"),
    "backup-newer": ErrorWords(
        "The backup was made by a newer version. Nothing was taken from it.", "update the wallet"
    ),
    "backup-place": ErrorWords("A backup cannot be written there.", "name a file in a folder that exists"),
    "badge-damaged": ErrorWords(
        "A badge in the vault does not read back as it was written. The others are not affected.",
        "import it again from its original",
    ),
    "bundle-damaged": ErrorWords(
        "A file that came with the wallet is missing or was altered.", "install the wallet again"
    ),
    "busy": ErrorWords("The other side is busy.", "try again later"),
    "cannot-open": ErrorWords("The file of the vault cannot be opened.", "check the folder and its permissions"),
    "cannot-revoke": ErrorWords("What was shared that way cannot be taken back.", "ask the receiver to delete it"),
    "cipher-missing": ErrorWords(
        "The encryption of the vault is not available in this installation. Nothing was written.",
        "install the wallet again, with apsw-sqlite3mc and without apsw",
    ),
    "configuration": ErrorWords("A setting cannot be used.", "check the options and the environment"),
    "confirmation-needed": ErrorWords("Removing a badge for good has to be confirmed.", "add --yes"),
    "days-unreadable": ErrorWords("{setting} is no number of days: {days}.", "give whole days, such as 30"),
    "disclose-unreadable": ErrorWords(
        "What is to be shown is not said as ID:PART.", "for example --disclose k3f9:/credentialSubject/achievement/name"
    ),
    "disk-full": ErrorWords("The disk is full. What was there before is unchanged.", "free some space and try again"),
    "document-only": ErrorWords("That server takes a presentation as a JSON document only.", "leave --format out"),
    "envelope-refused": ErrorWords(
        "The key file of the vault asks for an amount of work that this wallet does not do.",
        "restore vault.keys from a copy",
    ),
    "expectation-needs-file": ErrorWords(
        "What is expected of a presenter can be asked of a file or a link only, not of a badge in the vault.",
        "name the file or the link",
    ),
    "expires-unusable": ErrorWords(
        "The end must be an instant in the future, or a span from now.",
        "for example 2027-01-31T23:59:00Z, 12h, 30d or 4w",
    ),
    "file-damaged": ErrorWords("Part of the vault's file is damaged.", "restore a copy of the vault"),
    "file-exists": ErrorWords(
        "There is a file of that name with other content; it was left alone.", "choose another name"
    ),
    "format-unsupported": ErrorWords("This wallet cannot sign in that format.", "leave --format out"),
    "framework-exists": ErrorWords(
        "That version of the framework is there already, with other content.",
        "give the corrected file a later version",
    ),
    "framework-unknown": ErrorWords("There is no framework of that name.", "run `wallet frameworks`"),
    "framework-unreadable": ErrorWords(
        "The file does not describe a framework as it should.", "mend the place that is named, or leave the file out"
    ),
    "history-broken": ErrorWords("The history of the vault was altered.", "restore a copy of the vault"),
    "holder-key-damaged": ErrorWords(
        "The key that presentations are signed with does not read back.", "restore a copy of the vault"
    ),
    "holder-key-other": ErrorWords(
        "The badge is bound to another key than the one of this vault, or to none.",
        "leave --format out, so that the whole presentation is signed instead",
    ),
    "id-too-short": ErrorWords("That is too little of an id.", "type more of the id"),
    "internal-error": ErrorWords(
        "This is a defect of this program; what was stored before is unchanged.",
        "report it to the makers of this wallet, with the command that was run",
    ),
    "address-missing": ErrorWords("No address was named.", "give one, such as hanako@university.example"),
    "issuer-missing": ErrorWords("No issuer was named.", "give its identifier, such as did:web:university.example"),
    "issuer-unseen": ErrorWords("No key of that issuer was seen yet.", "see `wallet trust keys`"),
    "key-type": ErrorWords("The key of this vault cannot sign in that format.", "leave --format out"),
    "keyring-broken": ErrorWords("The keyring of this machine cannot be loaded.", "use a passphrase"),
    "keyring-entry-lost": ErrorWords("The keyring no longer holds the key of this vault.", "use the recovery key"),
    "keyring-entry-wrong": ErrorWords("The key in the keyring is of another vault.", "use the recovery key"),
    "keyring-failed": ErrorWords("The keyring of this machine did not keep the key.", "give a passphrase"),
    "keyring-missing": ErrorWords(
        "This machine has no keyring that the wallet trusts, and no passphrase was given.",
        "give a passphrase: --passphrase-fd, WALLET_PASSPHRASE_FILE, or on a terminal",
    ),
    "keyring-not-allowed": ErrorWords(
        "The keyring set up on this machine does not protect what it keeps.", "use a passphrase"
    ),
    "keyring-unavailable": ErrorWords(
        "The keyring that opens the vault cannot be reached.", "log in to the desktop, or use the recovery key"
    ),
    "lost": ErrorWords("This was already damaged when the backup was made.", "look for it in an older backup"),
    "link-gone": ErrorWords(
        "The link is no longer available: it was taken back, has expired or never was (410).",
        "ask the sender for a new link",
    ),
    "link-host-missing": ErrorWords("No link host was named.", "give --host URL, or set WALLET_LINK_HOST"),
    "link-insecure": ErrorWords(
        "A link host outside this machine must be reached by https.", "use an address that begins with https://"
    ),
    "link-malformed": ErrorWords(
        "That is not a share link of this wallet.", "copy the whole link, with the part after #"
    ),
    "link-needs-network": ErrorWords("A link cannot be made offline.", "leave --offline out"),
    "link-unknown": ErrorWords("This wallet did not share that link.", "`wallet links` shows what was shared"),
    "material-damaged": ErrorWords(
        "Kept evidence does not read back as it was written.", "run `wallet check --refresh`"
    ),
    "no-such-claim": ErrorWords(
        "The badge has no part of that name that can be shown by itself.", "choose one of the parts that are listed"
    ),
    "one-badge-only": ErrorWords("A profile entry is about one badge.", "name one badge"),
    "page-missing": ErrorWords(
        "The page that verifies in the browser was not built.", "run `make page`, or share as a link or a file"
    ),
    "picture-kind": ErrorWords("A QR code is written as PNG or SVG.", "choose a name that ends in .png or .svg"),
    "plain-or-into": ErrorWords("Plain files and a picture are two ways.", "leave out --plain or --into"),
    "not-a-backup": ErrorWords(
        "This file is not a backup of a wallet, or its beginning is damaged.",
        "name the file that `wallet backup` wrote",
    ),
    "no-link-here": ErrorWords(
        "That can be asked of files and of badges in the vault, not of a link.", "verify the link without it"
    ),
    "not-a-badge": ErrorWords("That entry of the vault is not a badge.", "run `wallet doctor`"),
    "not-disclosable": ErrorWords(
        "Its issuer signed that badge as one: no part of it can be withheld.", "leave it out, or share it whole"
    ),
    "not-found": ErrorWords("There is no such badge, link or file.", "check the name; `wallet list` shows the badges"),
    "not-revocable": ErrorWords("What was shared that way cannot be taken back.", "ask the receiver to delete it"),
    "nothing-chosen": ErrorWords("No badge was chosen.", "name at least one id from `wallet list`"),
    "nothing-disclosed": ErrorWords("Nothing would be shown.", "choose at least one part of the badge"),
    "out-of-memory": ErrorWords("There is not enough memory.", "close other programs and try again"),
    "output-missing": ErrorWords("No file was named.", "give -o FILE"),
    "page-damaged": ErrorWords(
        "The page that employers open is not the one that was built.", "install the wallet again, or run `make page`"
    ),
    "passphrase-differs": ErrorWords("The two passphrases differ. Nothing was made.", "try again"),
    "passphrase-empty": ErrorWords("The passphrase is empty.", "choose one of several words"),
    "passphrase-file-open": ErrorWords(
        "Others can read the passphrase file, so it was not used.", "make it readable by its owner only (chmod 600)"
    ),
    "passphrase-needed": ErrorWords(
        "A new vault needs a passphrase or the keyring, and nobody can be asked here.",
        "give --passphrase-fd N, --passphrase-file FILE or --keyring",
    ),
    "passphrase-not-set": ErrorWords("This vault has no passphrase to change.", "use the recovery key to set one"),
    "passphrase-unreadable": ErrorWords("The passphrase could not be read.", "check the file or descriptor"),
    "passphrase-wrong": ErrorWords(
        "The passphrase does not open the vault. Nothing was changed.", "try again, or use the recovery key"
    ),
    "permission-denied": ErrorWords("The system does not allow it. Nothing was changed.", "check who owns the folder"),
    "proof-purpose-unused": ErrorWords("A token has no proof purpose.", "leave --proof-purpose out, or --format"),
    "qr-too-large": ErrorWords(
        "That is too much for one QR code.", "give --host, so that the code holds a link, or choose fewer badges"
    ),
    "read-only": ErrorWords("The folder can only be read. Nothing was changed.", "choose a folder that can be written"),
    "recovery-key-mistyped": ErrorWords(
        "That is not a recovery key as it was shown.", "compare it with what was written down"
    ),
    "recovery-key-wrong": ErrorWords(
        "The recovery key is of another vault.", "use the one shown when this vault was made"
    ),
    "refused": ErrorWords("The address is not one that the wallet asks.", "use a public https address"),
    "registry-damaged": ErrorWords(
        "A kept registry does not read back as it was written.", "remove it and add it again"
    ),
    "registry-key-changed": ErrorWords(
        "This registry is signed with a key that the copy kept does not know.",
        "ask whoever runs the registry; to start anew, remove it first and add it again",
    ),
    "registry-missing": ErrorWords(
        "Which registry is missing.", "give a file, an https address, or the name of a kept registry"
    ),
    "registry-older": ErrorWords(
        "The copy kept of this registry is newer. It was left alone.",
        "get the registry again from where it is published",
    ),
    "registry-too-large": ErrorWords("That registry is too large.", "ask whoever runs the registry for a smaller one"),
    "registry-unknown": ErrorWords("No registry of that name is kept.", "see `wallet trust registry list`"),
    "registry-unreadable": ErrorWords(
        "That is no registry of issuers or trust list that this wallet can read, or its signature does not hold.",
        "give a registry in JSON, a list of registries, the configuration of a federation's trust anchor, certificates "
        "in PEM or an EU trusted list",
    ),
    "remote-failed": ErrorWords("The other side failed.", "try again later"),
    "remote-full": ErrorWords("The link host has no room left.", "use another host"),
    "revoke-key-malformed": ErrorWords(
        "What takes the link back does not read back from the vault.", "run `wallet doctor`"
    ),
    "revoke-refused": ErrorWords(
        "The link host refused to take the link back.", "check that it was shared from this vault"
    ),
    "sd-jwt-only": ErrorWords(
        "That form takes exactly one badge, which is an SD-JWT.", "leave --format out, or choose another badge"
    ),
    "setting-refused": ErrorWords(
        "The vault's file did not take a setting that keeps it safe. Nothing was changed.", "run `wallet doctor`"
    ),
    "share-too-large": ErrorWords("It is too large to share by link.", "choose fewer badges, or share a file"),
    "storage-failed": ErrorWords(
        "The disk did not take it. What was there before is unchanged.", "check free space and permissions"
    ),
    "store-missing": ErrorWords("No store was named.", "give --store with a folder or a WebDAV address"),
    "store-url-missing": ErrorWords("It is not known where the web sees that folder.", "give --store-url"),
    "target-unknown": ErrorWords("That way of sharing is not known.", "see `wallet share --help`"),
    "timeout": ErrorWords("The other side did not answer in time.", "try again later"),
    "too-many-badges": ErrorWords(
        "That many badges cannot be gone through one way after another.", "name fewer badges"
    ),
    "too-many-files": ErrorWords("The system allows no further open files.", "close other programs and try again"),
    "unreachable": ErrorWords("The other side could not be reached.", "check the address and the network"),
    "usage": ErrorWords("The call does not fit.", "see `wallet --help`"),
    "vault-busy": ErrorWords("Another program is using the vault.", "close it and try again"),
    "vault-damaged": ErrorWords(
        "The vault does not read back as it was written. It was not changed.", "run `wallet doctor`, and restore a copy"
    ),
    "vault-error": ErrorWords("There is trouble with the vault.", "run `wallet doctor`"),
    "vault-exists": ErrorWords(
        "There is a vault here already; it was left alone.", "use it, or choose another folder with --vault"
    ),
    "vault-file-missing": ErrorWords("The file of the vault is missing.", "restore vault.db from a copy"),
    "vault-keys-damaged": ErrorWords("The key file of the vault does not read back.", "restore vault.keys from a copy"),
    "vault-keys-missing": ErrorWords("The key file of the vault is missing.", "restore vault.keys from a copy"),
    "vault-locked": ErrorWords(
        "The vault is locked, and nothing at hand opens it.", "give the passphrase, or run `wallet unlock`"
    ),
    "vault-missing": ErrorWords("There is no vault here yet.", "`wallet init` makes one"),
    "vault-newer": ErrorWords(
        "The vault was written by a newer version of this program. It was not changed.", "update the wallet"
    ),
    "vault-not-encrypted": ErrorWords(
        "The file of the vault is not encrypted, so it is not one this wallet wrote. It was not changed.",
        "restore vault.db from a copy",
    ),
}
