//go:build linux

package bus

import (
	"context"
	"encoding/binary"
	"hash/crc32"
	"os"
	"sync"
	"syscall"
)

// plainLog is what the log is measured against: one append-only file, groups
// gathered as the real log gathers them, framed by length and checksum, and
// synced by fdatasync. It can neither be read nor trimmed.
type plainLog struct {
	file   *os.File
	queue  *queue
	done   sync.WaitGroup
	seq    uint64
	header [12]byte
}

func openPlain(path string) (*plainLog, error) {
	f, err := os.OpenFile(path, os.O_CREATE|os.O_WRONLY|os.O_APPEND, 0o600)
	if err != nil {
		return nil, err
	}
	l := &plainLog{file: f, queue: newQueue(defaultMaxWaiting)}
	l.done.Go(l.write)
	return l, nil
}

func (l *plainLog) Append(_ context.Context, payload []byte) (uint64, error) {
	g, err := l.queue.add(payload)
	if err != nil {
		return 0, err
	}
	<-g.done
	return g.seq, g.err
}

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

func (l *plainLog) write() {
	for {
		g, open := l.queue.take()
		switch {
		case g != nil:
			l.seq++
			l.queue.settle(g, l.seq, l.put(g.frame))
		case !open:
			return
		default:
			<-l.queue.wake
		}
	}
}

func (l *plainLog) put(frame []byte) error {
	binary.LittleEndian.PutUint64(l.header[:], uint64(len(frame)))
	binary.LittleEndian.PutUint32(l.header[8:], crc32.Checksum(frame, castagnoli))
	if _, err := l.file.Write(l.header[:]); err != nil {
		return err
	}
	if _, err := l.file.Write(frame); err != nil {
		return err
	}
	return syscall.Fdatasync(int(l.file.Fd()))
}

func (l *plainLog) Close() error {
	l.queue.close()
	l.done.Wait()
	return l.file.Close()
}
