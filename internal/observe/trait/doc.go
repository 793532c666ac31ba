// Package trait says what a person's trait is, given all that was ever said of
// it: a fold over operations in the order of their times, whatever order they
// came in.
//
//   - $identify and $set: the newest counts. $set_once counts where nothing was
//     set, so the oldest does. $add adds to a number, $append adds to a list what
//     it lacks, $unset clears what is older.
//   - Of each raw number, what is older than its own newest set or unset is
//     forgotten. That holds for merges too, and is what makes them cheap.
//   - Of several numbers that are one person now, a set of a number without a
//     user id does not count where one with a user id has set the trait: what
//     was said while nobody was known does not overwrite what is known.
//     Everything else is folded together by time: the older set_once wins,
//     numbers add up, lists are united.
//   - A null says nothing and overwrites nothing; decoders leave it out.
//
// So a merge taken back gives each side the traits that it would have had.
//
// It reads nothing and writes nothing.
package trait
