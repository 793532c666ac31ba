// Package client sends events from Go programs to Kith.
//
// Calls return at once: events wait in a bounded queue and go in batches,
// gzipped. What a server refuses for the moment, or does not answer, is sent
// again under the same message ids, so that everything counts once. Nothing is
// written to disk: what is in the queue when a process is killed is lost, so
// call Close before the program ends.
//
//	k, err := client.New(client.Options{Address: "https://kith.example.com", WriteKey: "wk_…"})
//	…
//	defer k.Close(ctx)
//	k.Track(client.Event{UserID: "u1", Name: "order_paid", Properties: map[string]any{"amount": 12.5}})
package client
