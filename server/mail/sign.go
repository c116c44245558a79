package mail

import (
	"crypto"
	"crypto/rsa"
	"errors"
	"fmt"
	"io"
	"regexp"
	"strings"

	"github.com/emersion/go-msgauth/dkim"
	gomail "github.com/wneessen/go-mail"
)

// Signing is how messages are signed (DKIM, RFC 6376): with which key, and under which selector the domain that mail comes from
// names the other half of it.
type Signing struct {
	Key      crypto.Signer
	Selector string
}

// signed are the headers that a signature is over; RFC 8058 wants those to unsubscribe by to be among them. Of those that stand
// here twice nobody can add another one.
var signed = []string{
	"From", "Reply-To", "Subject", "Date", "To", "Message-ID", "List-Unsubscribe", "List-Unsubscribe-Post", "Auto-Submitted", "MIME-Version", "Content-Type",
	"From", "Subject", "To", "List-Unsubscribe", "List-Unsubscribe-Post",
}

var selectorPattern = regexp.MustCompile(`^[A-Za-z0-9]([A-Za-z0-9.-]{0,61}[A-Za-z0-9])?$`)

// ReadSigning returns the Signing of a private key in PEM, RSA or Ed25519, or what is wrong with it.
func ReadSigning(pem []byte, selector string) (*Signing, error) {
	key, err := gomail.PrivKeyFromPEM(pem)
	if err != nil {
		return nil, errors.New("it holds no private key: RSA or Ed25519, as PEM")
	}
	if weak, is := key.(*rsa.PrivateKey); is && weak.N.BitLen() < 1024 {
		return nil, errors.New("the key is too short: mail servers take RSA from 1024 bits on, better 2048")
	}
	if !selectorPattern.MatchString(selector) {
		return nil, errors.New("the selector is no name: write it as in the DNS record, before ._domainkey")
	}
	return &Signing{key, selector}, nil
}

// sign returns what stands in the header DKIM-Signature of a message.
func (s *Signing) sign(domain string, message io.WriterTo) (string, error) {
	signer, err := dkim.NewSigner(&dkim.SignOptions{
		Domain: domain, Selector: s.Selector, Signer: s.Key, Hash: crypto.SHA256, HeaderKeys: signed,
		HeaderCanonicalization: dkim.CanonicalizationRelaxed, BodyCanonicalization: dkim.CanonicalizationRelaxed,
	})
	if err != nil {
		return "", fmt.Errorf("signing a message: %w", err)
	}
	_, err = message.WriteTo(signer)
	if err := errors.Join(err, signer.Close()); err != nil {
		return "", fmt.Errorf("signing a message: %w", err)
	}
	_, value, _ := strings.Cut(signer.Signature(), ":")
	return strings.TrimSpace(value), nil
}
