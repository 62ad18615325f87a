// Package keys holds the installation's secrets: one file, made at the first start, shared by all replicas.
package keys

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/ed25519"
	"crypto/hkdf"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

const header = "linli-keys-1 "

// Keys are the secrets of one installation, each derived from the one master secret in the file.
type Keys struct {
	fingerprint string
	seal        cipher.AEAD
	hash        []byte
	venue       []byte
	ticket      ed25519.PrivateKey
}

// Load reads the file of keys, making it (mode 0600) where there is none.
func Load(path string) (*Keys, error) {
	raw, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		raw, err = create(path)
	}
	if err != nil {
		return nil, fmt.Errorf("the file of keys: %w", err)
	}
	text, ok := strings.CutPrefix(strings.TrimSpace(string(raw)), header)
	if !ok {
		return nil, fmt.Errorf("%s is not a file of keys", path)
	}
	master, err := base64.StdEncoding.DecodeString(text)
	if err != nil || len(master) != 32 {
		return nil, fmt.Errorf("%s is damaged", path)
	}
	return New(master)
}

// create writes a fresh master secret; of several programs that start together the first to write wins.
func create(path string) ([]byte, error) {
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return nil, err
	}
	master := make([]byte, 32)
	_, _ = rand.Read(master) // never fails
	raw := []byte(header + base64.StdEncoding.EncodeToString(master) + "\n")
	temp, err := os.CreateTemp(filepath.Dir(path), ".keys-*")
	if err != nil {
		return nil, err
	}
	defer func() { _ = os.Remove(temp.Name()) }()
	if _, err := temp.Write(raw); err != nil {
		return nil, err
	}
	if err := errors.Join(temp.Sync(), temp.Close()); err != nil {
		return nil, err
	}
	if err := os.Link(temp.Name(), path); err != nil && !errors.Is(err, fs.ErrExist) {
		return nil, err
	}
	return os.ReadFile(path)
}

// New derives the secrets from a master secret of 32 bytes.
func New(master []byte) (*Keys, error) {
	part := func(info string) []byte {
		key, err := hkdf.Key(sha256.New, master, nil, "linli "+info, 32)
		if err != nil {
			panic(err) // only for absurd lengths
		}
		return key
	}
	block, err := aes.NewCipher(part("phone seal"))
	if err != nil {
		return nil, err
	}
	seal, err := cipher.NewGCM(block)
	if err != nil {
		return nil, err
	}
	return &Keys{
		fingerprint: hex.EncodeToString(part("fingerprint")[:16]),
		seal:        seal, hash: part("hash"), venue: part("venue code"),
		ticket: ed25519.NewKeyFromSeed(part("ticket")),
	}, nil
}

// Fingerprint names these keys without telling anything about them.
func (k *Keys) Fingerprint() string { return k.fingerprint }

// Hash is the keyed hash of a value for one purpose, 43 characters: for looking up what must not be stored in the clear.
func (k *Keys) Hash(purpose, value string) string {
	return base64.RawURLEncoding.EncodeToString(k.mac(k.hash, purpose, value))
}

// HashPhone is the keyed hash by which people are found by their phone, a number in E.164.
func (k *Keys) HashPhone(number string) string { return k.Hash("phone", number) }

// Seal encrypts a value so that Open can read it again.
func (k *Keys) Seal(value string) string {
	nonce := make([]byte, k.seal.NonceSize())
	_, _ = rand.Read(nonce)
	return base64.RawURLEncoding.EncodeToString(k.seal.Seal(nonce, nonce, []byte(value), nil))
}

// Open decrypts what Seal made with the same keys.
func (k *Keys) Open(sealed string) (string, error) {
	raw, err := base64.RawURLEncoding.DecodeString(sealed)
	n := k.seal.NonceSize()
	if err != nil || len(raw) < n {
		return "", errors.New("keys: not a sealed value")
	}
	value, err := k.seal.Open(nil, raw[:n], raw[n:], nil)
	return string(value), err
}

// TicketKey is the first key that tickets are signed with, number 0; its secret half never leaves the server.
func (k *Keys) TicketKey() ed25519.PrivateKey { return k.ticket }

// VenueMAC is the keyed hash from which an event's venue code of one time step is made.
func (k *Keys) VenueMAC(eventID, step string) []byte { return k.mac(k.venue, eventID, step) }

func (k *Keys) mac(key []byte, purpose, value string) []byte {
	m := hmac.New(sha256.New, key)
	_, _ = fmt.Fprintf(m, "%d:%s:%s", len(purpose), purpose, value)
	return m.Sum(nil)
}

// Token returns a fresh random token of 256 bits as 43 characters, and TokenHash what to store of it.
func Token() string {
	raw := make([]byte, 32)
	_, _ = rand.Read(raw)
	return base64.RawURLEncoding.EncodeToString(raw)
}

// TokenHash is the hash under which a token is stored; tokens are random, so it needs no key.
func TokenHash(token string) string {
	sum := sha256.Sum256([]byte(token))
	return hex.EncodeToString(sum[:])
}
