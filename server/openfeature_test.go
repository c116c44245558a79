package main

import (
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"soundings/server/needs"
	"soundings/web/auth"
)

// evaluateScript asks with OpenFeature's own client what participants see of a flag, one after the other.
const evaluateScript = `
import { OpenFeature } from '@openfeature/server-sdk';
import { OFREPProvider } from '@openfeature/ofrep-provider';

const [baseUrl, key, flag, ...refs] = process.argv.slice(2);
await OpenFeature.setProviderAndWait(new OFREPProvider({ baseUrl, headers: [['Authorization', 'Bearer ' + key]] }));
const client = OpenFeature.getClient();
const answers = {};
for (const ref of refs) answers[ref] = await client.getBooleanDetails(flag, false, { targetingKey: ref });
answers['no such flag'] = await client.getBooleanDetails('telepathy', false, { targetingKey: refs[0] });
answers['no targeting key'] = await client.getBooleanDetails(flag, false, {});
console.log(JSON.stringify(answers));
`

// npm installs OpenFeature's client in a folder of its own.
func npm(t *testing.T) (folder string) {
	t.Helper()
	for _, program := range []string{"node", "npm"} {
		if _, err := exec.LookPath(program); err != nil {
			needs.Missing(t, "needs Node.js: there is no "+program)
		}
	}
	folder = t.TempDir()
	if err := os.WriteFile(filepath.Join(folder, "evaluate.mjs"), []byte(evaluateScript), 0o600); err != nil {
		t.Fatal(err)
	}
	install := exec.CommandContext(t.Context(), "npm", "install", "--no-audit", "--no-fund", "--no-package-lock", "--prefix", folder,
		"@openfeature/server-sdk@1.23.0", "@openfeature/ofrep-provider@0.1.3")
	if out, err := install.CombinedOutput(); err != nil {
		needs.Missing(t, "needs the npm registry: "+string(out))
	}
	return folder
}

// OpenFeature's client understands what the portal is told, of everybody and of what is wrong.
func TestOpenFeatureClient(t *testing.T) {
	installed := npm(t)
	s := start(t, folder(t).with("--api-key", testKey)...)
	c := newClient(s.BaseURL)
	cohort := c.agreed(t, "First wave", 3)
	for ref, body := range map[string]string{"P-declined": `{"group":"patient"}`, "P-invited": `{"group":"patient"}`} {
		c.must(t, "PUT", "/participants/"+ref, body, nil)
	}
	c.must(t, "POST", "/cohorts/"+cohort+"/select", `{"refs":["P-declined","P-invited"]}`, nil)
	c.must(t, "PUT", "/cohorts/"+cohort+"/members/P-declined", `{"state":"declined"}`, nil)
	c.must(t, "PUT", "/cohorts/"+cohort+"/members/P-00001", `{"state":"withdrawn"}`, nil)
	c.must(t, "PUT", "/features/labs", `{"name":"Lab results","stage":"beta"}`, nil)
	c.must(t, "PUT", "/features/labs/rollout", `{"cohort":"`+cohort+`","percent":100}`, nil)
	key, _, err := s.app.Accounts.CreateKey(t.Context(), "Portal", auth.Portal)
	if err != nil {
		t.Fatal(err)
	}
	node := exec.CommandContext(t.Context(), "node", "evaluate.mjs", s.BaseURL, key, "labs", "P-00000", "P-00001", "P-declined", "P-invited", "nobody")
	node.Dir = installed
	out, err := node.CombinedOutput()
	if err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	type details struct {
		Value                      bool
		Variant, Reason, ErrorCode string
		FlagMetadata               struct{ Stage string }
	}
	var got map[string]details
	if err := json.Unmarshal(out, &got); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	off := details{false, "off", "DEFAULT", "", struct{ Stage string }{"beta"}}
	for who, want := range map[string]details{
		"P-00000": {true, "on", "TARGETING_MATCH", "", struct{ Stage string }{"beta"}},
		"P-00001": off, "P-declined": off, "P-invited": off, "nobody": off,
	} {
		if got[who] != want {
			t.Errorf("%s: %+v, want %+v", who, got[who], want)
		}
	}
	for what, code := range map[string]string{"no such flag": "FLAG_NOT_FOUND", "no targeting key": "TARGETING_KEY_MISSING"} {
		if d := got[what]; d.ErrorCode != code || d.Reason != "ERROR" || d.Value {
			t.Errorf("%s: %+v", what, d)
		}
	}
	if strings.Contains(s.err.String(), "level=ERROR") {
		t.Errorf("logged %s", s.err)
	}
}
