package main

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/oasdiff/yaml"

	"soundings/cohorts"
	"soundings/server/needs"
)

// readmeBlocks returns the blocks of commands in README, each as its lines without comments.
func readmeBlocks(t *testing.T) [][]string {
	t.Helper()
	var blocks [][]string
	for i, part := range strings.Split(readFile(t, "README.md"), "\n```") {
		first, rest, _ := strings.Cut(part, "\n")
		if i%2 == 0 || first != "" { // the text between blocks, or a block in a language of its own
			continue
		}
		var lines []string
		for line := range strings.Lines(rest) {
			if line = strings.TrimSpace(regexp.MustCompile(`\s{2,}# .*`).ReplaceAllString(line, "")); line != "" {
				lines = append(lines, line)
			}
		}
		blocks = append(blocks, lines)
	}
	return blocks
}

// Every command of README is known here: those of the program have the flags that they name, files that are installed are
// in the tree, and units are among them. What needs a machine of its own is listed, so that a new one is looked at.
func TestCommandsOfTheREADME(t *testing.T) {
	elsewhere := []string{
		`git clone <address of this repository> soundings && cd soundings`, `git pull`, `sudo useradd --system --home-dir /var/lib/soundings soundings`,
		`sudo install -d -m 700 /etc/soundings`, `sudo nano /etc/soundings/settings`, `sudo systemctl daemon-reload`, `sudo apt-get install caddy`,
		`sudo nano /etc/caddy/Caddyfile`, `sudo journalctl --unit soundings --output cat`, `sudo install -d -m 700 -o soundings -g soundings /var/backups/soundings`,
		`printf 'SOUNDINGS_BACKUP_DIR=/var/backups/soundings\nSOUNDINGS_PASSPHRASE=%s\n' "$(openssl rand -hex 16)" | sudo tee /etc/soundings/backup`, `sudo chmod 600 /etc/soundings/backup`,
		`sudo install -d -m 700 -o 65532 -g 65532 backups`, `docker compose up --build --wait`, `docker compose logs soundings`,
		`docker compose cp history.txt prometheus:/prometheus/history.txt`, `docker compose exec prometheus rm /prometheus/history.txt`,
		`docker compose exec prometheus promtool tsdb create-blocks-from openmetrics /prometheus/history.txt /prometheus`,
	}
	run := regexp.MustCompile(`(?:^|\s)(?:\./|/|go run \./)(?:soundings|server)\b([^>&|]*)`)
	plain := regexp.MustCompile(`'|\$\([^)]*\)`) // without quotes and what the shell puts in
	install := regexp.MustCompile(`^sudo install -m \d{3} (.+) (/\S+)$`)
	unit := regexp.MustCompile(`^sudo systemctl (?:enable --now|start|restart|reload) (\S+)$`)
	inTest := regexp.MustCompile(`^(api\b|at=|export SOUNDINGS_|curl -s http|-H "Authorization|\{|go test |cd metrics/grafana|go build -o soundings \./server$)`)
	for _, line := range slices.Concat(readmeBlocks(t)...) {
		switch {
		case slices.Contains(elsewhere, line), inTest.MatchString(line):
		case install.MatchString(line):
			for _, file := range strings.Fields(install.FindStringSubmatch(line)[1]) {
				if _, err := os.Stat(filepath.Join("..", file)); err != nil && file != "soundings" {
					t.Errorf("%s: %v", line, err)
				}
			}
		case unit.MatchString(line):
			name := unit.FindStringSubmatch(line)[1]
			if !strings.Contains(name, ".") {
				name += ".service"
			}
			if _, err := os.Stat(filepath.Join("../.deploy", name)); err != nil && name != "caddy.service" {
				t.Errorf("%s: %v", line, err)
			}
		case run.MatchString(line):
			if err := newMain().ParseFlags(strings.Fields(plain.ReplaceAllString(run.FindStringSubmatch(line)[1], ""))); err != nil && !strings.Contains(err.Error(), "--secret") {
				t.Errorf("%s: %v", line, err)
			}
		default:
			t.Errorf("no test knows this command: %s", line)
		}
	}
}

// asProgram returns a folder with a program "soundings" in it, which is this one.
func asProgram(t *testing.T) string {
	t.Helper()
	folder := t.TempDir()
	script := "#!/bin/sh\n" + serveVariable + "=$(printf '%s\\n' \"${@:-serve}\") exec " + os.Args[0] + "\n"
	if err := os.WriteFile(filepath.Join(folder, "soundings"), []byte(script), 0o755); err != nil {
		t.Fatal(err)
	}
	return folder
}

// bash runs a script in a folder and returns what it printed.
func bash(t *testing.T, folder, script string, env ...string) string {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	command := exec.CommandContext(ctx, "bash", "-euc", script)
	command.Dir, command.Env, command.WaitDelay = folder, append(os.Environ(), env...), time.Second
	out, err := command.CombinedOutput()
	if err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	return string(out)
}

// The lines that use the API are run one after the other by bash and curl, on a clinic that has just been set up.
func TestAPIOfTheREADME(t *testing.T) {
	for _, tool := range []string{"bash", "curl", "openssl"} {
		if _, err := exec.LookPath(tool); err != nil {
			needs.Missing(t, "there is no "+tool)
		}
	}
	var lines []string
	for _, line := range slices.Concat(readmeBlocks(t)...) {
		if strings.HasPrefix(line, "api") || strings.HasPrefix(line, "at=") || strings.HasPrefix(line, "export SOUNDINGS_API_KEY") {
			lines = append(lines, line)
		}
	}
	if len(lines) < 20 {
		t.Fatalf("README has %d lines of the API", len(lines))
	}
	at := folder(t)
	s := start(t, at.with()...)
	if err := s.app.Cohorts.SaveClinic(t.Context(), cohorts.Clinic{Name: "Clinic", Phone: "555-0100", Languages: []string{"en", "es"}}, nil); err != nil {
		t.Fatal(err)
	}
	address := s.Addr
	s.stop(t)

	dir := asProgram(t)
	_, survey, _ := strings.Cut(readFile(t, "README.md"), "```json\n")
	survey, _, _ = strings.Cut(survey, "```")
	for name, content := range map[string]string{
		"survey.json": survey, "people.csv": "ref,group,name\nP-0001,patient,Ada\nP-0002,patient,Ben\nP-0003,patient,Cy\nS-1,staff,Sam\n",
		"events.csv": "id,ref,kind,feature,at\n1,P-0001,login,,2024-03-01T14:30:00Z\n", "logins.csv": "Patient ID,Last login\nP-0001,3/14/2024\n",
	} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	script := strings.Join(lines[:1], "") + `
./soundings > log 2>&1 &
server=$!
trap 'kill $server; wait $server || true' EXIT
for i in $(seq 100); do ./soundings ready > log.ready 2>&1 && break; sleep 0.2; done
set -x
` + strings.Join(lines[1:], "\n")
	script = strings.NewReplacer("127.0.0.1:8080", address, "curl -sS", "curl -sS --fail-with-body").Replace(script)
	bash(t, dir, script, "SOUNDINGS_LISTEN="+address, "SOUNDINGS_DATA="+at.path(""))
}

// The units of systemd are right, and what a backup at once runs writes one that restores, under a name that the server's own
// have.
func TestUnits(t *testing.T) {
	needs.Time(t)
	bin := asProgram(t)
	for _, name := range []string{"soundings.service", "soundings-backup.service"} {
		content := strings.ReplaceAll(readFile(t, ".deploy/"+name), "/usr/local/bin", bin)
		if err := os.WriteFile(filepath.Join(bin, name), []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if analyze, err := exec.LookPath("systemd-analyze"); err == nil {
		if out := bash(t, bin, analyze+" verify ./soundings.service ./soundings-backup.service 2>&1"); out != "" {
			t.Error(out)
		}
	}
	at, backups := folder(t), t.TempDir()
	start(t, at.with()...).stop(t)
	_, line, _ := strings.Cut(readFile(t, ".deploy/soundings-backup.service"), "ExecStart=")
	line, _, _ = strings.Cut(line, "\n")
	line = strings.NewReplacer("$$", "$", "%%", "%", "/usr/local/bin", bin).Replace(line)
	bash(t, bin, line, "SOUNDINGS_DATA="+at.path(""), "SOUNDINGS_BACKUP_DIR="+backups, "SOUNDINGS_PASSPHRASE=correct horse battery staple")
	made, err := filepath.Glob(filepath.Join(backups, "*.age"))
	if err != nil || len(made) != 1 || !isBackup(filepath.Base(made[0])) {
		t.Fatalf("a backup at once wrote %v: %v", made, err)
	}
	bash(t, bin, "./soundings restore --without-removals "+made[0], "SOUNDINGS_DATA="+filepath.Join(t.TempDir(), "again"), "SOUNDINGS_PASSPHRASE=correct horse battery staple")
}

// Settings that are handed out are those that the program has, and both Caddyfiles lead to it.
func TestDeployment(t *testing.T) {
	known := succeeds(t, "help") + "SOUNDINGS_PASSPHRASE SOUNDINGS_DOMAIN SOUNDINGS_SUBNET"
	variable := regexp.MustCompile(`SOUNDINGS_[A-Z]+(_[A-Z]+)*`)
	for _, file := range []string{"compose.yaml", ".deploy/settings", ".deploy/soundings.service", ".deploy/soundings-backup.service"} {
		for _, name := range variable.FindAllString(readFile(t, file), -1) {
			if !strings.Contains(known, name) {
				t.Errorf("%s sets %s, which nothing reads", file, name)
			}
		}
	}
	site := regexp.MustCompile(`(?m)^(portal-beta\.example\.org|\{\$SOUNDINGS_DOMAIN\}) \{\n\treverse_proxy (127\.0\.0\.1|soundings):8080\n\}\n`)
	var compose struct {
		Services map[string]struct {
			Image    string   `json:"image"`
			Profiles []string `json:"profiles"`
			Volumes  []string `json:"volumes"`
		} `json:"services"`
		Configs map[string]struct {
			Content string `json:"content"`
		} `json:"configs"`
	}
	if _, err := yaml.Unmarshal([]byte(readFile(t, "compose.yaml")), &compose, yaml.DecodeOpts{}); err != nil {
		t.Fatal(err)
	}
	if caddy := strings.ReplaceAll(compose.Configs["caddyfile"].Content, "$$", "$"); !site.MatchString(caddy) || len(compose.Services["caddy"].Profiles) != 1 {
		t.Errorf("Caddy in compose serves %q, with %+v", caddy, compose.Services["caddy"])
	}
	if !site.MatchString(readFile(t, ".deploy/Caddyfile")) {
		t.Error("the Caddyfile does not lead to Soundings")
	}
	if !slices.Contains(compose.Services["soundings"].Volumes, "./backups:/backups") {
		t.Error("a backup in the container is not kept on the machine")
	}
}
