package timeline

// Seek returns the first place from i on whose second is not before at: by
// eights first, as a session or a day usually is, then within them.
func Seek(secs []uint32, i int, at uint32) int {
	for i+8 <= len(secs) && secs[i+7] < at {
		i += 8
	}
	if i+8 > len(secs) {
		for i < len(secs) && secs[i] < at {
			i++
		}
		return i
	}
	if secs[i+3] < at {
		i += 4
	}
	if secs[i+1] < at {
		i += 2
	}
	if secs[i] < at {
		i++
	}
	return i
}
