package main

import (
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/netip"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"time"
	_ "time/tzdata" // so that --time-zone works where the system has no zones

	"github.com/alecthomas/kong"
	"go.mongodb.org/mongo-driver/x/mongo/driver/connstring"
)

// Settings are the flags, each also an environment variable, and the commands.
type Settings struct {
	Listen         string         `env:"SOUNDINGS_LISTEN" default:"127.0.0.1:8080" help:"Address and port to listen on. Port 0 is any free port."`
	BaseURL        string         `name:"base-url" env:"SOUNDINGS_BASE_URL" placeholder:"http://LISTEN" help:"Public address used in links, for example https://portal-beta.example.org."`
	Data           string         `env:"SOUNDINGS_DATA" default:"${data}" help:"Folder for the embedded database, its secret and its socket. Created if missing."`
	MongoDB        string         `name:"mongodb" env:"SOUNDINGS_MONGODB" placeholder:"mongodb://…" help:"Connection string: keep everything in MongoDB, a replica set. Default: the embedded database."`
	Secret         string         `env:"SOUNDINGS_SECRET" placeholder:"TEXT" help:"Secret of at least 32 characters; links and encryption keys are derived from it. Required with MongoDB. Set the variable rather than the flag: others on this machine can read flags. Default: created once and kept in the data folder."`
	APIKey         string         `name:"api-key" env:"SOUNDINGS_API_KEY" placeholder:"TEXT" help:"API key with full access, at least 32 characters, for automation and first set-up. Set the variable rather than the flag. Default: none."`
	TimeZone       string         `env:"SOUNDINGS_TIME_ZONE" placeholder:"UTC" help:"The clinic's time zone, as America/Chicago. Fixed at set-up."`
	TrustedProxies []string       `env:"SOUNDINGS_TRUSTED_PROXIES" placeholder:"CIDR" help:"Networks of proxies whose X-Forwarded-For header is trusted. Default: none."`
	SMTP           string         `name:"smtp" env:"SOUNDINGS_SMTP" placeholder:"smtp://…" help:"Mail server, as smtp://user:password@host:587 (STARTTLS, required unless it is on this machine) or smtps://. Set the variable rather than the flag. Default: none, and mail waits in the outbox."`
	MailFrom       string         `env:"SOUNDINGS_MAIL_FROM" placeholder:"ADDRESS" help:"Address that mail comes from, and to which it comes back. Required with --smtp."`
	MailReplyTo    string         `env:"SOUNDINGS_MAIL_REPLY_TO" placeholder:"ADDRESS" help:"Address to which people answer. Default: that of --mail-from."`
	MailRate       int            `env:"SOUNDINGS_MAIL_RATE" default:"120" placeholder:"120" help:"How many mails a minute are handed to the mail server at most."`
	DKIMKey        string         `name:"dkim-key" env:"SOUNDINGS_DKIM_KEY" placeholder:"FILE" help:"File with the private key, RSA or Ed25519 as PEM, by which mail is signed for the domain of --mail-from (DKIM). Default: none, and the mail server has to sign."`
	DKIMSelector   string         `name:"dkim-selector" env:"SOUNDINGS_DKIM_SELECTOR" placeholder:"NAME" help:"Name under which the DNS has the public key, before ._domainkey. Required with --dkim-key."`
	WebhookPrivate bool           `env:"SOUNDINGS_WEBHOOK_PRIVATE" help:"Let webhooks go to this machine and to private networks too, and by http. Default: no."`
	MetricsToken   string         `env:"SOUNDINGS_METRICS_TOKEN" placeholder:"TEXT" help:"Bearer token of at least 32 characters for /metrics. It is asked for always where --base-url is not a loopback address, otherwise from other machines. Default: none, and other machines cannot read /metrics."`
	GrafanaURL     string         `name:"grafana-url" env:"SOUNDINGS_GRAFANA_URL" placeholder:"URL" help:"Address under which the team opens Grafana with the dashboards of Soundings, for example https://grafana.example.org: pages link to its panels. Default: none, and no page does."`
	SecondStep     string         `env:"SOUNDINGS_SECOND_STEP" enum:"none,managers,all" default:"none" help:"Who of the team must also sign in with a code from an app on their phone: none, managers or all."`
	Removals       string         `env:"SOUNDINGS_REMOVALS" placeholder:"FILE" help:"File outside the data that notes each removal of a person or of their answers, so that restoring a backup does not bring them back. Each server has its own. Default: none."`
	AuditDays      map[string]int `name:"audit-days" env:"SOUNDINGS_AUDIT_DAYS" placeholder:"KIND=DAYS" help:"How many days records of the audit are kept, by the first word of their act, as session=400;export=2200. Others are kept for good. Default: all are."`
	Backups        BackupSettings `embed:"" prefix:"backup-" envprefix:"SOUNDINGS_BACKUP_"`
	SSO            SSOSettings    `embed:"" prefix:"sso-" envprefix:"SOUNDINGS_SSO_"`
	Demo           bool           `env:"SOUNDINGS_DEMO" help:"Run with a sample clinic in a separate folder or database. Default: no."`
	Dev            bool           `env:"SOUNDINGS_DEV" help:"For whoever works on pages: read templates and stylesheets from the checkout that this is started in, anew for each page. Default: those built in."`
	LogFormat      string         `env:"SOUNDINGS_LOG_FORMAT" enum:"auto,text,json" default:"auto" help:"Log format: text, json, or auto (text on a terminal, otherwise JSON)."`
	LogLevel       slog.Level     `env:"SOUNDINGS_LOG_LEVEL" default:"info" placeholder:"info" help:"What is logged: debug (each request, by its route), info, warn or error."`
	Help           helpFlag       `short:"h" help:"Show this help."`

	Serve  struct{} `cmd:"" default:"withargs" help:"Run the server (default)."`
	Backup struct {
		File string `arg:"" help:"File to write. Must not exist yet."`
	} `cmd:"" help:"Write a consistent, encrypted backup to a file. The server may be running. Reads the passphrase from SOUNDINGS_PASSPHRASE or --backup-passphrase-file, or asks for it. --backup-dir has the server make backups by itself."`
	Restore struct {
		File            string `arg:"" help:"Backup file."`
		WithoutRemovals bool   `help:"Restore although it is not known who was removed since the backup."`
	} `cmd:"" help:"Put a backup into an empty data folder or MongoDB database. Who was removed since, as --removals says, is removed again; everybody has to sign in anew. The passphrase is taken from SOUNDINGS_PASSPHRASE or asked for."`
	Copy struct {
		To string `required:"" placeholder:"mongodb://… or FOLDER" help:"Connection string of the empty database, or a data folder without one."`
	} `cmd:"" help:"Copy everything into an empty MongoDB database or data folder, and compare."`
	Admin struct {
		Email string `arg:"" help:"E-mail address of the manager."`
	} `cmd:"" help:"Print a link that makes someone a manager or lets them set a new password."`
	Recount struct{} `cmd:"" help:"Recount all portal events and ballots and compare with the stored figures. Exit code 0 if they match. The server may be running."`
	Verify  struct{} `cmd:"" help:"Read every document, index and stored figure, and say what is damaged. Exit code 0 if nothing is. The server may be running."`
	Audit   struct {
		Verify struct{} `cmd:"" help:"Check every record of the audit and the blocks that seal it. Exit code 0 if none is missing or changed. The server may be running."`
	} `cmd:"" help:"Look after the audit."`
	History struct {
		OpenMetrics bool   `name:"openmetrics" required:"" help:"Write OpenMetrics, for: promtool tsdb create-blocks-from openmetrics."`
		Job         string `default:"soundings" help:"The job of Prometheus' scrape configuration, so that past and present are one series."`
	} `cmd:"" help:"Print past figures, one value per day, so that Grafana can show the weeks before Prometheus was set up. The server may be running."`
	Ready       struct{} `cmd:"" help:"Check whether the server at --listen is ready (exit code 0). For health checks."`
	HelpCommand struct {
		Command []string `arg:"" optional:"" help:"A command."`
	} `cmd:"" name:"help" help:"Show this help, or that of a command."`
	Version struct{} `cmd:"" help:"Print the version."`

	passphrase string // of backups; empty: ask for it
}

// settingError is a setting that cannot be, and what to do about it.
type settingError struct{ text string }

func (e *settingError) Error() string { return e.text }

// wrong makes a settingError.
func wrong(format string, args ...any) error {
	return &settingError{fmt.Sprintf(format, args...)}
}

// errHelp ends the parsing after the help was printed.
var errHelp = errors.New("help")

// helpFlag prints the help of the command it is given to.
type helpFlag bool

// BeforeReset prints the help before anything is found wrong.
func (helpFlag) BeforeReset(ctx *kong.Context) error {
	return errors.Join(ctx.PrintUsage(false), errHelp)
}

// IgnoreDefault keeps the hook from being called without the flag.
func (helpFlag) IgnoreDefault() {}

// ParseFlags reads the flags, the environment and the command. When it printed the help, Run has nothing to do.
func (m *Main) ParseFlags(args []string) error {
	if err := forgetEmptyVariables(); err != nil {
		return fmt.Errorf("reading the environment: %w", err)
	}
	m.Settings = Settings{passphrase: os.Getenv("SOUNDINGS_PASSPHRASE")}
	parser, err := kong.New(&m.Settings, kong.Name("soundings"), kong.NoDefaultHelp(), kong.Writers(m.Out, m.Err),
		kong.Description("Soundings runs the beta of a clinic's patient portal."),
		kong.ConfigureHelp(kong.HelpOptions{WrapUpperBound: 100}), kong.Vars{"data": defaultData()})
	if err != nil {
		return fmt.Errorf("reading the settings: %w", err)
	}
	parsed, err := parser.Parse(args)
	if err == nil && strings.HasPrefix(parsed.Command(), "help") {
		_, err = parser.Parse(append(m.Settings.HelpCommand.Command, "--help"))
	}
	switch {
	case errors.Is(err, errHelp):
		m.command = "help"
		return nil
	case err != nil:
		return wrong("%v. See: soundings help", err)
	}
	m.command = parsed.Command()
	m.log = newLog(m.Err, m.Settings.LogFormat, m.Settings.LogLevel)
	return m.Settings.check(m.command)
}

// forgetEmptyVariables makes a variable that is set to nothing one that is not set: a compose file can write no other.
func forgetEmptyVariables() error {
	for _, variable := range os.Environ() {
		name, value, _ := strings.Cut(variable, "=")
		if value == "" && strings.HasPrefix(name, "SOUNDINGS_") {
			if err := os.Unsetenv(name); err != nil {
				return err
			}
		}
	}
	return nil
}

// defaultData returns the folder of the embedded database where none is named.
func defaultData() string {
	if folder, err := os.UserConfigDir(); err == nil {
		return filepath.Join(folder, "soundings")
	}
	return "soundings-data"
}

// minSecret is how many characters a secret has at least.
const minSecret = 32

// check holds the settings against what can be, and tidies them.
func (s *Settings) check(command string) error {
	s.Secret = strings.TrimSpace(s.Secret)
	s.BaseURL, s.GrafanaURL = strings.TrimRight(s.BaseURL, "/"), strings.TrimRight(s.GrafanaURL, "/")
	if s.Data == "" {
		s.Data = defaultData()
	}
	if s.Demo && command != "serve" {
		return wrong("--demo works only with serve: the sample clinic is created again at every start")
	}
	if s.Dev && command != "serve" {
		return wrong("--dev is only for serving")
	}
	for _, check := range []func() error{s.checkListen, s.checkBaseURL, s.checkGrafanaURL, s.checkMongoDB, s.checkSecret, s.checkKeys, s.checkTimeZone, s.checkProxies, s.checkSSO, s.checkMail, s.checkAuditDays, s.checkDev} {
		if err := check(); err != nil {
			return err
		}
	}
	if err := s.readPassphrase(command); err != nil || command != "serve" {
		return err
	}
	return s.checkBackups()
}

func (s *Settings) checkListen() error {
	_, port, err := net.SplitHostPort(s.Listen)
	if err == nil {
		_, err = net.LookupPort("tcp", port)
	}
	if err != nil {
		return wrong("--listen %q is not an address and a port: write it as 127.0.0.1:8080", s.Listen)
	}
	return nil
}

func (s *Settings) checkBaseURL() error {
	if s.BaseURL == "" {
		return nil
	}
	u, ok := webAddress(s.BaseURL)
	if !ok {
		return wrong("--base-url %q is not a web address: write it as https://portal-beta.example.org", s.BaseURL)
	}
	if u.Path != "" {
		return wrong("--base-url %q has a path: give Soundings a name of its own, as https://portal-beta.example.org", s.BaseURL)
	}
	return nil
}

// checkGrafanaURL refuses what no browser would open. Grafana may lie under a path.
func (s *Settings) checkGrafanaURL() error {
	if s.GrafanaURL == "" {
		return nil
	}
	if _, ok := webAddress(s.GrafanaURL); !ok {
		return wrong("--grafana-url %q is not a web address: write it as https://grafana.example.org", s.GrafanaURL)
	}
	return nil
}

// webAddress reads an address that others begin with, and reports whether it is one.
func webAddress(text string) (*url.URL, bool) {
	u, err := url.Parse(text)
	return u, err == nil && (u.Scheme == "http" || u.Scheme == "https") && u.Host != "" && u.User == nil && u.RawQuery == "" && u.Fragment == ""
}

func (s *Settings) checkMongoDB() error {
	if s.MongoDB == "" {
		return nil
	}
	return checkURI("--mongodb", s.MongoDB)
}

// checkURI looks at a connection string without repeating it: it may hold a password.
func checkURI(flag, uri string) error {
	var err error
	switch {
	case strings.HasPrefix(uri, "mongodb://"):
		_, err = connstring.ParseAndValidate(uri)
	case !strings.HasPrefix(uri, "mongodb+srv://"): // reading that asks name servers: later
		err = errors.ErrUnsupported
	}
	if err != nil {
		return wrong("%s is not a connection string: write it as mongodb://user:password@host:27017/soundings?replicaSet=soundings, "+
			"and in the user and password : / ? # [ ] @ %% as %%3A %%2F %%3F %%23 %%5B %%5D %%40 %%25", flag)
	}
	return nil
}

func (s *Settings) checkSecret() error {
	switch {
	case s.Secret == "" && s.MongoDB != "" && !s.Demo:
		return wrong("--secret (SOUNDINGS_SECRET) is required with --mongodb: at least %d characters that stay the same for as long as "+
			"the database lives. Make one with: openssl rand -base64 32", minSecret)
	case s.Secret != "" && len(s.Secret) < minSecret:
		return wrong("--secret (SOUNDINGS_SECRET) has %d characters and needs at least %d. Make one with: openssl rand -base64 32",
			len(s.Secret), minSecret)
	}
	return nil
}

// checkKeys refuses keys that are short enough to be guessed.
func (s *Settings) checkKeys() error {
	for _, key := range []struct{ name, value string }{
		{"--api-key (SOUNDINGS_API_KEY)", s.APIKey}, {"--metrics-token (SOUNDINGS_METRICS_TOKEN)", s.MetricsToken},
	} {
		if key.value != "" && len(key.value) < minSecret {
			return wrong("%s has %d characters and needs at least %d. Make one with: openssl rand -hex 24", key.name, len(key.value), minSecret)
		}
	}
	return nil
}

func (s *Settings) checkTimeZone() error {
	if _, err := time.LoadLocation(s.TimeZone); err != nil || s.TimeZone == "Local" {
		return wrong("--time-zone %q is not known: write it as America/Chicago", s.TimeZone)
	}
	return nil
}

func (s *Settings) checkProxies() error {
	for i, text := range s.TrustedProxies {
		text = strings.TrimSpace(text)
		network, err := netip.ParsePrefix(text)
		if address, addrErr := netip.ParseAddr(text); addrErr == nil {
			network, err = address.Prefix(address.BitLen())
		}
		if err != nil {
			return wrong("--trusted-proxies %q is not a network: write it as 10.0.0.0/8", text)
		}
		s.TrustedProxies[i] = network.String()
	}
	return nil
}

func (s *Settings) checkAuditDays() error {
	for kind, days := range s.AuditDays {
		if days < 1 || kind == "" || strings.ContainsAny(kind, "./") {
			return wrong("--audit-days %s=%d is not a kind and days: write it as session=400", kind, days)
		}
	}
	return nil
}

// sources is the folder of a checkout in which the pages are.
const sources = "web"

func (s *Settings) checkDev() error {
	if !s.Dev {
		return nil
	}
	if folder := filepath.Join(sources, "page", "static"); !exists(folder) {
		return wrong("--dev: there is no folder %s here: start it in the folder of the checkout", folder)
	}
	return nil
}
