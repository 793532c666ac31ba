package privacy

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/rand"
	"encoding/base64"
	"encoding/json"
	"fmt"
)

// The texts that a request is about must outlive a kill, and must not be found
// by the search for them: they are sealed with a key of the request's own.

// newKey makes a key.
func newKey() string {
	key := make([]byte, 32)
	_, _ = rand.Read(key) // never fails
	return base64.StdEncoding.EncodeToString(key)
}

func sealer(key string) (cipher.AEAD, error) {
	raw, err := base64.StdEncoding.DecodeString(key)
	if err != nil {
		return nil, err
	}
	block, err := aes.NewCipher(raw)
	if err != nil {
		return nil, err
	}
	return cipher.NewGCMWithRandomNonce(block)
}

func seal(key string, texts []string) (string, error) {
	with, err := sealer(key)
	if err != nil {
		return "", fmt.Errorf("seal: %w", err)
	}
	plain, err := json.Marshal(texts)
	if err != nil {
		return "", fmt.Errorf("seal: %w", err)
	}
	return base64.StdEncoding.EncodeToString(with.Seal(nil, nil, plain, nil)), nil
}

func unseal(key, sealed string) (texts []string, err error) {
	if sealed == "" {
		return nil, nil
	}
	with, err := sealer(key)
	if err != nil {
		return nil, fmt.Errorf("unseal: %w", err)
	}
	raw, err := base64.StdEncoding.DecodeString(sealed)
	if err != nil {
		return nil, fmt.Errorf("unseal: %w", err)
	}
	plain, err := with.Open(nil, nil, raw, nil)
	if err != nil {
		return nil, fmt.Errorf("unseal: %w", err)
	}
	return texts, json.Unmarshal(plain, &texts)
}
