package sso

import (
	"crypto/aes"
	"crypto/cipher"
	"encoding/base64"
	"encoding/json"
	"fmt"
)

// purpose is what a sealed flow is for, so that nothing else that is sealed with the key is taken for one.
const purpose = "soundings flow"

// newSealer returns what flows are sealed with.
func newSealer(key []byte) (cipher.AEAD, error) {
	block, err := aes.NewCipher(key)
	if err != nil {
		return nil, fmt.Errorf("making the seal of single sign-on: %w", err)
	}
	return cipher.NewGCMWithRandomNonce(block)
}

// seal returns a flow as a browser keeps it: nobody else reads it, nobody makes another.
func (p *Provider) seal(f Flow) (string, error) {
	text, err := json.Marshal(f)
	if err != nil {
		return "", fmt.Errorf("sealing a flow: %w", err)
	}
	return base64.RawURLEncoding.EncodeToString(p.sealer.Seal(nil, nil, text, []byte(purpose))), nil
}

// unseal returns the flow that a browser has kept.
func (p *Provider) unseal(kept string) (f Flow, err error) {
	sealed, err := base64.RawURLEncoding.DecodeString(kept)
	if err != nil {
		return f, fmt.Errorf("reading a flow: %w", err)
	}
	text, err := p.sealer.Open(nil, nil, sealed, []byte(purpose))
	if err != nil {
		return f, fmt.Errorf("reading a flow: %w", err)
	}
	return f, json.Unmarshal(text, &f)
}
