// Package privacy does what persons may ask of whoever keeps data about them:
// to be given all of it, and to be forgotten.
//
// An erasure is a request in the table privacy_requests. A worker takes it and
// goes through its steps, each of which may be repeated: the consumer hides the
// person's rows and forgets their ids, other rooms forget what they keep, files
// are written anew, and then the program searches its own files for the ids and
// personal values that it has just erased. Whoever ends in between, another
// takes up from the first step. What it is about is sealed with a key of its
// own until it is done, and then thrown away.
//
// It reads ids and rows through observe/ingest and writes privacy_requests,
// privacy_graves (salted hashes of ids that are refused) and privacy_salts. No
// id and no value is ever in its tables as it is, nor in a log line.
package privacy
