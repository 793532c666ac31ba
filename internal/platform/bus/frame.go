package bus

import (
	"encoding/binary"
	"errors"
	"fmt"
)

// An entry's bytes: a version, then payloads until the end, each with its
// length before it as a varint. Damage on disk is the stream's to find: it
// keeps a checksum of every entry.
const frameVersion = 1

func startFrame(dst []byte) []byte { return append(dst, frameVersion) }

func appendPayload(dst, payload []byte) []byte {
	dst = binary.AppendUvarint(dst, uint64(len(payload)))
	return append(dst, payload...)
}

// splitFrame returns the payloads, which point into data.
func splitFrame(data []byte) ([][]byte, error) {
	if len(data) == 0 {
		return nil, errors.New("entry is empty")
	}
	if data[0] != frameVersion {
		return nil, fmt.Errorf("entry has version %d, this program reads %d", data[0], frameVersion)
	}
	var payloads [][]byte
	for at := 1; at < len(data); {
		size, n := binary.Uvarint(data[at:])
		if n <= 0 || size > uint64(len(data)-at-n) {
			return nil, fmt.Errorf("entry of %d bytes is damaged at byte %d", len(data), at)
		}
		at += n
		end := at + int(size)
		payloads = append(payloads, data[at:end:end])
		at = end
	}
	return payloads, nil
}
