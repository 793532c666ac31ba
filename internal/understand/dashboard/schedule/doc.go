// Package schedule mails dashboards: daily, weekly or monthly, at an hour of a
// zone, to operators and to addresses that were typed in.
//
// It reads dashboards and their answers, and writes its own tables: schedules,
// runs (one an occurrence), deliveries (one an occurrence and recipient) and who
// wants no more of it.
//
// What is promised. An occurrence becomes a run once, whatever is restarted or
// runs twice; of those missed while nothing ran, only the newest is made up for.
// Within a run each recipient has a row that is claimed for a while, then marked
// as being handed over in a transaction of its own right before the one byte
// that makes the mail server take the message. A process killed before that
// moment has sent nothing, and another goes on; after the server's answer is
// written down nothing is sent again. Between the two, when the process dies or
// the connection breaks before the answer is known, nobody can know whether the
// mail was taken: such a delivery is marked unsure and is not sent again by
// itself. So: never twice by itself, and not at all only in that window, where
// it is shown and can be sent by hand; both mails then have the same Message-ID.
package schedule
