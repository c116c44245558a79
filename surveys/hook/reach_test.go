package hook

import (
	"errors"
	"net/netip"
	"strings"
	"testing"

	"soundings/cohorts/base"
)

// addresses are addresses of every class: to which calls may go always, to which where private ones are allowed, and to which never.
var addresses = []struct{ about, always, private, never string }{
	{"the internet", "8.8.8.8 1.1.1.1 2606:4700:4700::1111", "", ""},
	{"this machine", "", "127.0.0.1 127.8.8.8 ::1", "::ffff:127.0.0.1 ::127.0.0.1"},
	{"private", "172.15.0.1 172.32.0.1", "10.0.0.1 172.16.0.1 172.31.255.255 192.168.1.1 fc00::1 fd12:3456::1", "::ffff:10.0.0.1 fec0::1"},
	{"of a provider (CGNAT)", "100.63.255.255 100.128.0.0", "100.64.0.1 100.127.255.255", ""},
	{"link-local, where clouds keep keys", "", "", "169.254.169.254 fe80::1 ::ffff:169.254.169.254"},
	{"multicast and broadcast", "", "", "224.0.0.1 239.255.255.255 255.255.255.255 ff02::1"},
	{"of nobody", "", "", "0.0.0.0 0.1.2.3 :: 240.0.0.1 192.0.2.1 198.18.0.1 203.0.113.9 2001:db8::1"},
	{"in disguise", "", "", "64:ff9b::7f00:1 2002:7f00:1:: 2001:0:7f00:1:: 64:ff9b:1::a00:1"},
}

func TestAddresses(t *testing.T) {
	for _, class := range addresses {
		for private, of := range map[bool][2]string{
			false: {class.always, class.private + " " + class.never}, true: {class.always + " " + class.private, class.never},
		} {
			reach := NewReach(private)
			for n, list := range of {
				for _, text := range strings.Fields(list) {
					if may := reach.has(netip.MustParseAddr(text)); may != (n == 0) {
						t.Errorf("%s: %s, with private addresses allowed %v: %v", class.about, text, private, may)
					}
				}
			}
		}
	}
}

// Whatever address a name leads to: where private ones are not allowed a call goes to no other machine than one of the internet.
func FuzzAddresses(f *testing.F) {
	for _, class := range addresses {
		for _, text := range strings.Fields(class.always + " " + class.private + " " + class.never) {
			f.Add(netip.MustParseAddr(text).AsSlice())
		}
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		ip, ok := netip.AddrFromSlice(b)
		if !ok || !NewReach(false).has(ip) {
			return
		}
		if ip != ip.Unmap() || !ip.IsGlobalUnicast() || ip.IsPrivate() || ip.IsLoopback() || ip.IsLinkLocalUnicast() || ip.IsMulticast() {
			t.Errorf("%s may be called", ip)
		}
	})
}

func TestDialNamesItsRefusal(t *testing.T) {
	if err := NewReach(false).Dial("tcp4", "127.0.0.1:8080", nil); !errors.Is(err, ErrReach) {
		t.Error(err)
	}
	if err := NewReach(false).Dial("unix", "/run/x", nil); !errors.Is(err, ErrReach) {
		t.Error(err)
	}
}

func TestURLs(t *testing.T) {
	for _, test := range []struct {
		url             string
		public, private string // what is refused
	}{
		{"https://tickets.example.org/in?key=1", "", ""},
		{"https://tickets.example.org:8443", "", ""},
		{"http://tickets.example.org", "webhook.url_https", ""},
		{"https://127.0.0.1/", "webhook.url_private", ""},
		{"https://[::1]:9000/", "webhook.url_private", ""},
		{"https://localhost", "webhook.url_private", ""},
		{"https://LOCALHOST./", "webhook.url_private", ""},
		{"https://a.localhost", "webhook.url_private", ""},
		{"https://10.1.2.3/", "webhook.url_private", ""},
		{"https://169.254.169.254/latest", "webhook.url_private", "webhook.url_private"},
		{"https://user:pass@tickets.example.org", "webhook.url_wrong", "webhook.url_wrong"},
		{"https://tickets.example.org/#a", "webhook.url_wrong", "webhook.url_wrong"},
		{"ftp://tickets.example.org", "webhook.url_wrong", "webhook.url_wrong"},
		{"file:///etc/passwd", "webhook.url_wrong", "webhook.url_wrong"},
		{"tickets.example.org", "webhook.url_wrong", "webhook.url_wrong"},
		{"https://", "webhook.url_wrong", "webhook.url_wrong"},
		{"https://exa mple.org", "webhook.url_wrong", "webhook.url_wrong"},
	} {
		for private, want := range map[bool]string{false: test.public, true: test.private} {
			got, err := "", NewReach(private).Check(test.url)
			var refusal *base.Error
			if errors.As(err, &refusal) {
				got = refusal.Fields[0].Text.ID
			}
			if got != want {
				t.Errorf("%s, with private addresses allowed %v: %q, not %q", test.url, private, got, want)
			}
		}
	}
}
