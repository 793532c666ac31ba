package index

import (
	"encoding/binary"
	"math"

	"kith/internal/kith"
	"kith/internal/observe/timeline"
)

// appendDict writes the values in order of their numbers, which is all that is
// needed to number them so again.
func appendDict(dst []byte, d *timeline.Dict) []byte {
	values := d.Values()[1:]
	dst = binary.AppendUvarint(dst, uint64(len(values)))
	for _, v := range values {
		dst = append(dst, byte(v.Kind))
		dst = binary.LittleEndian.AppendUint64(dst, math.Float64bits(v.Num))
		dst = binary.AppendUvarint(dst, uint64(len(v.Str)))
		dst = append(dst, v.Str...)
	}
	return dst
}

func readDict(data []byte) (*timeline.Dict, error) {
	d := timeline.NewDict()
	n, size := binary.Uvarint(data)
	if size <= 0 {
		return nil, errDamaged
	}
	data = data[size:]
	for i := range n {
		if len(data) < 10 {
			return nil, errDamaged
		}
		v := kith.Value{Kind: kith.ValueKind(data[0]), Num: math.Float64frombits(binary.LittleEndian.Uint64(data[1:]))}
		length, size := binary.Uvarint(data[9:])
		if size <= 0 || length > uint64(len(data)-9-size) {
			return nil, errDamaged
		}
		data = data[9+size:]
		v.Str, data = string(data[:length]), data[length:]
		if d.Code(v) != uint32(i+1) {
			return nil, errDamaged
		}
	}
	return d, nil
}
