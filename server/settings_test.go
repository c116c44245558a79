package main

import (
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
)

const (
	aSecret       = "0123456789abcdef0123456789abcdef"
	anotherSecret = "abcdef0123456789abcdef0123456789"
)

func TestWrongSettingsAreRefused(t *testing.T) {
	for _, test := range []struct {
		name string
		args string
		says string
	}{
		{"no such command", "sail", "unexpected argument sail"},
		{"no such flag", "--colour red", "unknown flag --colour"},
		{"a command without what it needs", "backup", "expected \"<file>\""},
		{"no port", "--listen localhost", "--listen \"localhost\" is not an address and a port"},
		{"no such port", "--listen localhost:99999", "--listen \"localhost:99999\" is not"},
		{"a base URL without a scheme", "--base-url portal.example.org", "--base-url \"portal.example.org\" is not a web address"},
		{"a base URL with a question", "--base-url https://portal.example.org/?a=b", "is not a web address"},
		{"a Grafana without a scheme", "--grafana-url grafana.example.org", "--grafana-url \"grafana.example.org\" is not a web address"},
		{"a Grafana by another scheme", "--grafana-url javascript:alert(1)", "is not a web address: write it as https://grafana.example.org"},
		{"a Grafana with somebody's password", "--grafana-url https://admin:secret@grafana.example.org", "is not a web address"},
		{"a Grafana with a question", "--grafana-url https://grafana.example.org/?orgId=1", "is not a web address"},
		{"another database", "--mongodb postgres://db --secret " + aSecret, "--mongodb is not a connection string"},
		{"a database without a host", "--mongodb mongodb:// --secret " + aSecret, "--mongodb is not a connection string"},
		{"MongoDB without a secret", "--mongodb mongodb://db", "--secret (SOUNDINGS_SECRET) is required with --mongodb"},
		{"a short secret", "--secret short", "has 5 characters and needs at least 32"},
		{"a short API key", "--api-key a", "--api-key (SOUNDINGS_API_KEY) has 1 characters and needs at least 32"},
		{"a short token", "--metrics-token 0123456789", "--metrics-token (SOUNDINGS_METRICS_TOKEN) has 10 characters and needs at least 32"},
		{"no such time zone", "--time-zone Mars/Olympus", "--time-zone \"Mars/Olympus\" is not known"},
		{"no network", "--trusted-proxies 10.0.0.0/8,proxy", "--trusted-proxies \"proxy\" is not a network"},
		{"single sign-on without an issuer", "--sso-client-id a", "--sso-issuer (SOUNDINGS_SSO_ISSUER) is required"},
		{"an issuer without https", "--sso-issuer http://id.example --sso-client-id a --sso-client-secret b", "is not an address with https"},
		{"an issuer without a client", "--sso-issuer https://id.example", "--sso-client-id and --sso-client-secret"},
		{"every tenant of Entra", "--sso-issuer https://login.microsoftonline.com/common/v2.0 --sso-client-id a --sso-client-secret b", "names every tenant"},
		{"all of Google", "--sso-issuer https://accounts.google.com --sso-client-id a --sso-client-secret b", "--sso-domains (SOUNDINGS_SSO_DOMAINS) is required with Google"},
		{"no mail domain", "--sso-issuer https://id.example --sso-client-id a --sso-client-secret b --sso-verified ana@clinic.example", "is not a mail domain"},
		{"a group without a role", "--sso-issuer https://id.example --sso-client-id a --sso-client-secret b --sso-roles portal", "--sso-roles \"portal\" is not a rule"},
		{"a role that no person has", "--sso-issuer https://id.example --sso-client-id a --sso-client-secret b --sso-roles a=member,b=portal", "--sso-roles \"b=portal\" is not a rule"},
		{"mail without an address", "--smtp smtp://mail", "--mail-from (SOUNDINGS_MAIL_FROM) is missing: with --smtp, say which address mail comes from"},
		{"a mail server that is none", "--smtp mail.example.org --mail-from a@example.org", "write it as smtp://user:password@host:587"},
		{"an address that is none", "--smtp smtp://mail --mail-from clinic", "is no mail address: write it as beta@clinic.example.org"},
		{"an address with a name", "--smtp smtp://mail --mail-from Clinic<a@example.org>", "is no mail address"},
		{"an answer to nobody", "--smtp smtp://mail --mail-from a@example.org --mail-reply-to help", "--mail-reply-to (SOUNDINGS_MAIL_REPLY_TO)"},
		{"a selector without a key", "--smtp smtp://mail --mail-from a@example.org --dkim-selector beta", "--dkim-key (SOUNDINGS_DKIM_KEY) is missing"},
		{"a key that is not there", "--smtp smtp://mail --mail-from a@example.org --dkim-key /nowhere/key --dkim-selector beta", "cannot be read"},
		{"a key that is none", "--smtp smtp://mail --mail-from a@example.org --dkim-key settings_test.go --dkim-selector beta", "no private key"},
		{"no mail at all", "--smtp smtp://mail --mail-from a@example.org --mail-rate 0", "from 1 to 100000"},
		{"no such log format", "--log-format xml", "--log-format must be one of"},
		{"a backup of a made-up clinic", "backup file --demo", "--demo works only with serve"},
		{"pages that are not here", "--dev", "--dev: there is no folder web/page/static here: start it in the folder of the checkout"},
		{"a command with pages of a checkout", "recount --dev", "--dev is only for serving"},
		{"backups without a passphrase", "--backup-dir /backups", "--backup-dir needs a passphrase"},
		{"backups all the time", "--backup-dir /backups --backup-every 5m", "--backup-every 5m0s is too often"},
		{"no backup kept", "--backup-dir /backups --backup-keep 0", "--backup-keep 0 would keep no backup"},
		{"backups of a made-up clinic", "--backup-dir /backups --demo", "the sample clinic is not backed up"},
		{"a passphrase that is not there", "--backup-passphrase-file /nowhere", "--backup-passphrase-file (SOUNDINGS_BACKUP_PASSPHRASE_FILE) cannot be read"},
		{"an empty passphrase", "backup file --backup-passphrase-file /dev/null", "is empty"},
		{"a copy to something else", "copy --to mongodb:file", "--to is not a connection string"},
	} {
		t.Run(test.name, func(t *testing.T) {
			fails(t, 2, test.says, strings.Fields(test.args)...)
		})
	}
}

func TestSettingsComeFromFlagsAndTheEnvironment(t *testing.T) {
	t.Setenv("SOUNDINGS_LISTEN", "127.0.0.1:1")
	t.Setenv("SOUNDINGS_BASE_URL", "https://portal.example.org/")
	t.Setenv("SOUNDINGS_GRAFANA_URL", "https://portal.example.org/grafana/")
	t.Setenv("SOUNDINGS_TRUSTED_PROXIES", "10.0.0.0/8,192.0.2.7,2001:db8::1")
	t.Setenv("SOUNDINGS_DEMO", "") // set to nothing is not set
	t.Setenv("SOUNDINGS_LOG_FORMAT", "")
	m := newMain()
	if err := m.ParseFlags([]string{"--listen", ":2", "--time-zone", "America/Chicago"}); err != nil {
		t.Fatal(err)
	}
	s := m.Settings
	if s.Listen != ":2" || s.BaseURL != "https://portal.example.org" || s.TimeZone != "America/Chicago" || s.Demo || s.LogFormat != "auto" {
		t.Errorf("settings are %+v", s)
	}
	if s.GrafanaURL != "https://portal.example.org/grafana" {
		t.Errorf("Grafana is at %q", s.GrafanaURL)
	}
	if want := []string{"10.0.0.0/8", "192.0.2.7/32", "2001:db8::1/128"}; !reflect.DeepEqual(s.TrustedProxies, want) {
		t.Errorf("trusted proxies are %q, want %q", s.TrustedProxies, want)
	}
	if s.Data != defaultData() || m.command != "serve" {
		t.Errorf("data folder is %q and command %q", s.Data, m.command)
	}
}

// A passphrase may lie in a file, and must not be short there either.
func TestThePassphraseOfAFile(t *testing.T) {
	file := filepath.Join(t.TempDir(), "passphrase")
	if err := os.WriteFile(file, []byte("short\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	args := []string{"--backup-dir", t.TempDir(), "--backup-passphrase-file", file}
	fails(t, 2, "has 5 characters and needs at least 8", args...)
	if err := os.WriteFile(file, []byte(passphrase+"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	at := folder(t)
	start(t, at.with(args...)...).stop(t)
	backup, to := filepath.Join(t.TempDir(), "backup"), folder(t)
	succeeds(t, at.with("backup", backup, "--backup-passphrase-file", file)...)
	t.Setenv("SOUNDINGS_PASSPHRASE", passphrase)
	succeeds(t, to.with("restore", backup, "--without-removals")...)
}

func TestHelpShowsEveryFlagAndNoSecret(t *testing.T) {
	t.Setenv("SOUNDINGS_SECRET", aSecret)
	t.Setenv("SOUNDINGS_API_KEY", "a-key-of-32-characters-that-nobody-sees")
	t.Setenv("SOUNDINGS_METRICS_TOKEN", "a-token-of-32-characters-that-nobody-sees")
	t.Setenv("SOUNDINGS_SSO_CLIENT_SECRET", "a-secret-of-the-provider-that-nobody-sees")
	t.Setenv("SOUNDINGS_MONGODB", "mongodb://user:hunter2@db")
	for _, args := range [][]string{{"--help"}, {"help"}, {"help", "backup"}, {"restore", "--help"}} {
		out := succeeds(t, args...)
		for field := range reflect.TypeFor[Settings]().Fields() {
			if env := field.Tag.Get("env"); env != "" && !strings.Contains(out, "$"+env) {
				t.Errorf("%q does not show %s", args, env)
			}
		}
		for _, secret := range []string{aSecret, "nobody-sees", "hunter2"} {
			if strings.Contains(out, secret) {
				t.Errorf("%q shows %s", args, secret)
			}
		}
	}
	for _, words := range []string{"127.0.0.1:8080", "--time-zone=UTC", defaultData(), "backup <file>", "admin <email>"} {
		if out := succeeds(t, "help"); !strings.Contains(out, words) {
			t.Errorf("help does not show %s", words)
		}
	}
}

func TestVersion(t *testing.T) {
	if out := succeeds(t, "version"); !strings.HasPrefix(out, "soundings ") {
		t.Errorf("printed %q", out)
	}
}

func TestConnectionStringsAreShownWithoutPassword(t *testing.T) {
	for uri, want := range map[string]string{
		"mongodb://user:p%40ss@a,b:2/soundings?replicaSet=rs": "mongodb://user:PASSWORD@a,b:2/soundings?replicaSet=rs",
		"mongodb://a/soundings":                               "mongodb://a/soundings",
		"mongodb://user:p ss@a:x/":                            "mongodb://…",
	} {
		if got := withoutPassword(uri); got != want {
			t.Errorf("%s is shown as %s, want %s", uri, got, want)
		}
	}
}
