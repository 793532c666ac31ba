package bus

import (
	"crypto/sha256"
	"encoding/hex"
)

// streamOf names a workspace's stream. A plain slug stays readable; any other
// name (dots, spaces, capitals, which some file systems fold) becomes a digest.
// The prefixes keep the two from meeting.
func streamOf(workspace string) string {
	if plain(workspace) {
		return "w-" + workspace
	}
	sum := sha256.Sum256([]byte(workspace))
	return "x-" + hex.EncodeToString(sum[:])
}

func subjectOf(workspace string) string { return "kith.log." + streamOf(workspace) }

func plain(s string) bool {
	if len(s) == 0 || len(s) > 64 {
		return false
	}
	for _, c := range []byte(s) {
		if (c < 'a' || c > 'z') && (c < '0' || c > '9') && c != '-' && c != '_' {
			return false
		}
	}
	return true
}
