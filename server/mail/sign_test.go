package mail

import (
	"crypto"
	"crypto/ed25519"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"encoding/base64"
	"encoding/pem"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/emersion/go-msgauth/dkim"
)

// keyFile returns a private key in PEM, and what stands in the DNS for it.
func keyFile(t *testing.T, key crypto.Signer) (file []byte, record string) {
	t.Helper()
	der, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		t.Fatal(err)
	}
	kind, public := "rsa", []byte(nil)
	if ed, is := key.Public().(ed25519.PublicKey); is {
		kind, public = "ed25519", ed
	} else if public, err = x509.MarshalPKIXPublicKey(key.Public()); err != nil {
		t.Fatal(err)
	}
	return pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: der}), "v=DKIM1; k=" + kind + "; p=" + base64.StdEncoding.EncodeToString(public)
}

func rsaKey(t *testing.T, bits int) crypto.Signer {
	t.Helper()
	t.Setenv("GODEBUG", "rsa1024min=0") // to try one that is too short
	key, err := rsa.GenerateKey(rand.Reader, bits)
	if err != nil {
		t.Fatal(err)
	}
	return key
}

// Whoever knows the domain's record finds that a signed message is as it was sent, and that one with another header is not.
func TestSignedMail(t *testing.T) {
	_, ed, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	for about, key := range map[string]crypto.Signer{"RSA": rsaKey(t, 2048), "Ed25519": ed} {
		file, record := keyFile(t, key)
		box, post := startMailbox(t, time.Second)
		if post.config.Sign, err = ReadSigning(file, "beta2027"); err != nil {
			t.Fatal(err)
		}
		if err := post.Send(t.Context(), to("ana")); err != nil {
			t.Fatal(err)
		}
		verify := func(message string) (*dkim.Verification, error) {
			all, err := dkim.VerifyWithOptions(strings.NewReader(message), &dkim.VerifyOptions{LookupTXT: func(domain string) ([]string, error) {
				if domain != "beta2027._domainkey.clinic.example" {
					return nil, fmt.Errorf("%s is asked for", domain)
				}
				return []string{record}, nil
			}})
			if err != nil || len(all) != 1 {
				return nil, fmt.Errorf("%d signatures: %w", len(all), err)
			}
			return all[0], all[0].Err
		}
		message := box.messages["ana"]
		found, err := verify(message)
		if err != nil || found.Domain != "clinic.example" {
			t.Fatalf("%s: %v\n%s", about, err, message)
		}
		for _, name := range []string{"From", "Reply-To", "Subject", "Date", "To", "Message-ID", "List-Unsubscribe", "List-Unsubscribe-Post"} {
			if !slices.ContainsFunc(found.HeaderKeys, func(key string) bool { return strings.EqualFold(key, name) }) {
				t.Errorf("%s: %s is not signed", about, name)
			}
		}
		for what, changed := range map[string]string{
			"another address to unsubscribe by": strings.Replace(message, "beta.example/u/", "evil.example/u/", 1),
			"another subject":                   strings.Replace(message, "\r\nSubject: ", "\r\nSubject: x", 1),
			"a second sender":                   "From: evil@example.org\r\n" + message,
			"another text":                      strings.Replace(message, "Hola", "Adios", 1),
		} {
			if _, err := verify(changed); err == nil || changed == message {
				t.Errorf("%s: %s is not seen", about, what)
			}
		}
	}
}

func TestKeysThatSignNothing(t *testing.T) {
	short, _ := keyFile(t, rsaKey(t, 512))
	good, _ := keyFile(t, rsaKey(t, 2048))
	for _, test := range []struct{ about, file, selector, want string }{
		{"no key", "hello", "beta", "no private key"},
		{"a public key", "-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----\n", "beta", "no private key"},
		{"a short key", string(short), "beta", "too short"},
		{"no selector", string(good), "", "no name"},
		{"a selector with a blank", string(good), "beta 2027", "no name"},
	} {
		if _, err := ReadSigning([]byte(test.file), test.selector); err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("%s: %v", test.about, err)
		}
	}
}
