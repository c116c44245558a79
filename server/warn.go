package main

import (
	"context"
	"net"
	"net/url"
	"os"
	"path/filepath"
	"strings"
)

// warnings are what is not wrong, but should not stay so. Each is logged once, at start.
func (m *Main) warnings() []string {
	var all []string
	switch base := m.BaseURL; {
	case strings.HasPrefix(base, "https://"):
	case !ownAddress(base):
		all = append(all, "browsers come by plain http: names and answers travel unencrypted. Put a proxy with https in front, and its address in --base-url (SOUNDINGS_BASE_URL)")
	case !loopbackHost(m.Settings.Listen):
		all = append(all, "other machines can reach this server by plain http: names and answers would travel unencrypted. Let only a proxy with https reach --listen (SOUNDINGS_LISTEN), and set --base-url (SOUNDINGS_BASE_URL) to its address")
	}
	if m.Settings.MongoDB == "" && m.Settings.Secret == "" && openToAll(m.Settings.Data) {
		all = append(all, "everybody on this machine can read the secret in the data folder: take their permission to read the file \""+secretFile+"\"")
	}
	return all
}

// warn logs the warnings.
func (m *Main) warn(ctx context.Context) {
	for _, text := range m.warnings() {
		m.log.WarnContext(ctx, text)
	}
}

// ownAddress reports whether a web address is one that only this machine reaches.
func ownAddress(address string) bool {
	u, err := url.Parse(address)
	return err == nil && loopbackHost(u.Host)
}

// loopbackHost reports whether an address, with or without a port, is one of this machine that no other can reach.
func loopbackHost(address string) bool {
	host, _, err := net.SplitHostPort(address)
	if err != nil {
		host = strings.Trim(address, "[]")
	}
	return net.ParseIP(host).IsLoopback() || strings.EqualFold(host, "localhost")
}

// openToAll reports whether everybody on this machine can read the secret of a data folder.
func openToAll(folder string) bool {
	inside, err := os.Stat(folder)
	if err != nil || inside.Mode().Perm()&0o001 == 0 {
		return false
	}
	file, err := os.Stat(filepath.Join(folder, secretFile))
	return err == nil && file.Mode().Perm()&0o004 != 0
}
