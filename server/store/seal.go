package store

import (
	"crypto/hkdf"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/tink-crypto/tink-go/v2/aead/subtle"
	"golang.org/x/text/cases"
	"golang.org/x/text/runes"
	"golang.org/x/text/transform"
	"golang.org/x/text/unicode/norm"
)

// sealer hides the fields that name or describe a person before they reach an engine, and returns the keyed hashes by
// which they are still found. The keys are derived from the server's secret.
type sealer struct {
	aead     *subtle.XChaCha20Poly1305
	hashKey  []byte
	auditKey []byte // of the MACs in the audit
}

func newSealer(secret []byte) (sealer, error) {
	fieldKey, err := hkdf.Key(sha256.New, secret, nil, "soundings sealed fields", 32)
	if err != nil {
		return sealer{}, fmt.Errorf("deriving the key of sealed fields: %w", err)
	}
	hashKey, err := hkdf.Key(sha256.New, secret, nil, "soundings search hashes", 32)
	if err != nil {
		return sealer{}, fmt.Errorf("deriving the key of search hashes: %w", err)
	}
	auditKey, err := hkdf.Key(sha256.New, secret, nil, "soundings audit records", 32)
	if err != nil {
		return sealer{}, fmt.Errorf("deriving the key of the audit: %w", err)
	}
	aead, err := subtle.NewXChaCha20Poly1305(fieldKey)
	if err != nil {
		return sealer{}, fmt.Errorf("making the cipher of sealed fields: %w", err)
	}
	return sealer{aead, hashKey, auditKey}, nil
}

// sealable is what may be sealed: words, and types of this package. No type of a domain is among them, so that changing
// one changes no document.
type sealable interface {
	string | []string | []byte | map[string][]string | []fileRowDoc
}

// seal returns a value, as JSON, sealed for one field of one document; it cannot be unsealed for any other.
func seal[T sealable](s sealer, collection, id, field string, value T) ([]byte, error) {
	plain, err := json.Marshal(value)
	if err != nil {
		return nil, fmt.Errorf("sealing %s of %s: %w", field, collection, err)
	}
	sealed, err := s.aead.Encrypt(plain, place(collection, id, field))
	if err != nil {
		return nil, fmt.Errorf("sealing %s of %s: %w", field, collection, err)
	}
	return sealed, nil
}

// unseal reads a sealed field into value; a field that is not there leaves value as it is.
func unseal[T sealable](s sealer, collection, id, field string, sealed []byte, value *T) error {
	if len(sealed) == 0 {
		return nil
	}
	plain, err := s.aead.Decrypt(sealed, place(collection, id, field))
	if err != nil {
		return fmt.Errorf("unsealing %s of %s: %w", field, collection, err)
	}
	if err := json.Unmarshal(plain, value); err != nil {
		return fmt.Errorf("reading %s of %s: %w", field, collection, err)
	}
	return nil
}

func place(collection, id, field string) []byte {
	return []byte(collection + "\x00" + id + "\x00" + field)
}

// hash returns the keyed hash of a value of one kind, by which an index finds it; of nothing it is nothing.
func (s sealer) hash(kind, value string) string {
	if value == "" {
		return ""
	}
	h := hmac.New(sha256.New, s.hashKey)
	h.Write([]byte(kind + "\x00" + value))
	return hex.EncodeToString(h.Sum(nil)[:12])
}

func (s sealer) mailHash(mail string) string {
	return s.hash("mail", strings.ToLower(strings.TrimSpace(mail)))
}

// phoneHash looks only at the digits of a number, and of those of a long one at the last ten, so that it is found with
// and without the country's code.
func (s sealer) phoneHash(phone string) string {
	digits := strings.Map(func(r rune) rune {
		if r < '0' || r > '9' {
			return -1
		}
		return r
	}, phone)
	if len(digits) > 10 {
		digits = digits[len(digits)-10:]
	}
	return s.hash("phone", digits)
}

func (s sealer) wordHash(word string) string { return s.hash("word", fold(word)) }

// wordHashes returns the hashes of the words of a name, each once.
func (s sealer) wordHashes(name string) []string {
	var hashes []string
	seen := map[string]bool{}
	for _, word := range strings.FieldsFunc(fold(name), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }) {
		if !seen[word] {
			seen[word] = true
			hashes = append(hashes, s.hash("word", word))
		}
	}
	return hashes
}

// fold takes case and accents away: "Peña" and "pena" are one word.
func fold(text string) string {
	if isASCII(text) { // most are, and it takes a tenth of the time
		return strings.ToLower(strings.TrimSpace(text))
	}
	plain, _, err := transform.String(transform.Chain(norm.NFD, runes.Remove(runes.In(unicode.Mn)), norm.NFC), text)
	if err != nil {
		plain = text
	}
	return cases.Fold().String(strings.TrimSpace(plain))
}

func isASCII(text string) bool {
	for i := range len(text) {
		if text[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}
