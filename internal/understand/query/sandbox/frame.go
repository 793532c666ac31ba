package sandbox

import (
	"bufio"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"io"
)

// A frame is a kind, a length and that many bytes.
const (
	frameJob     = 'J' // to the child: Job as JSON, once
	frameOpen    = 'O' // from the child: begin to read a table (openScan as JSON)
	frameNext    = 'N' // from the child: more rows of a scan (its number); answered by one of the two below
	frameBlocks  = 'B' // to the child: rows
	frameEnd     = 'E' // to the child: there are no more
	frameColumns = 'C' // from the child: []Column as JSON
	frameRows    = 'R' // from the child: a count of rows, and the rows as the job's format has them
	frameDone    = 'D' // from the child: Done as JSON, last
	frameFailure = 'F' // from the child: Failure as JSON, last
)

const maxFrame = 64 << 20

func writeFrame(w *bufio.Writer, kind byte, payload ...[]byte) error {
	size := 0
	for _, p := range payload {
		size += len(p)
	}
	var head [5]byte
	head[0] = kind
	binary.LittleEndian.PutUint32(head[1:], uint32(size))
	if _, err := w.Write(head[:]); err != nil {
		return err
	}
	for _, p := range payload {
		if _, err := w.Write(p); err != nil {
			return err
		}
	}
	return w.Flush()
}

func writeJSON(w *bufio.Writer, kind byte, v any) error {
	text, err := json.Marshal(v)
	if err != nil {
		return err
	}
	return writeFrame(w, kind, text)
}

// readFrame returns a payload that is the caller's to keep.
func readFrame(r *bufio.Reader) (byte, []byte, error) {
	var head [5]byte
	if _, err := io.ReadFull(r, head[:]); err != nil {
		return 0, nil, err
	}
	size := binary.LittleEndian.Uint32(head[1:])
	if size > maxFrame {
		return 0, nil, fmt.Errorf("a frame of %d bytes", size)
	}
	payload := make([]byte, size)
	_, err := io.ReadFull(r, payload)
	return head[0], payload, err
}
