// Checks a package's head and proofs with golang.org/x/mod/sumdb, which has nothing of ours: packaged PACKAGE
package main

import (
	"encoding/base64"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

func must(err error) {
	if err != nil {
		fmt.Println(err)
		os.Exit(1)
	}
}

func read(parts ...string) string {
	data, err := os.ReadFile(filepath.Join(parts...))
	must(err)
	return string(data)
}

func hashes(lines []string) (found []tlog.Hash) {
	for _, line := range lines {
		raw, err := base64.StdEncoding.DecodeString(line)
		must(err)
		var hash tlog.Hash
		copy(hash[:], raw)
		found = append(found, hash)
	}
	return found
}

func opened(text string, verifiers note.Verifiers) (int64, tlog.Hash) {
	signed, err := note.Open([]byte(text), verifiers)
	must(err)
	lines := strings.Split(signed.Text, "\n")
	size, err := strconv.ParseInt(lines[1], 10, 64)
	must(err)
	return size, hashes(lines[2:3])[0]
}

func main() {
	log := filepath.Join(os.Args[1], "data", "log")
	verifier, err := note.NewVerifier(strings.TrimSpace(read(log, "key.pub")))
	must(err)
	verifiers := note.VerifierList(verifier)
	size, root := opened(read(log, "checkpoint"), verifiers)
	entries, _ := filepath.Glob(filepath.Join(log, "entries", "*.json"))
	for _, entry := range entries {
		proof := strings.Split(strings.Split(read(strings.TrimSuffix(entry, ".json")+".tlog-proof"), "\n\n")[0], "\n")
		index, err := strconv.ParseInt(strings.TrimPrefix(proof[1], "index "), 10, 64)
		must(err)
		must(tlog.CheckRecord(hashes(proof[2:]), size, root, index, tlog.RecordHash([]byte(read(entry)))))
	}
	sent, _ := filepath.Glob(filepath.Join(log, "sent", "*.checkpoint"))
	for _, older := range sent {
		oldSize, oldRoot := opened(read(older), verifiers)
		proof := strings.Split(strings.Split(read(strings.TrimSuffix(older, ".checkpoint")+".consistency"), "\n\n")[0], "\n")
		must(tlog.CheckTree(hashes(proof[1:]), size, root, oldSize, oldRoot))
	}
	fmt.Println(len(entries), len(sent))
}
