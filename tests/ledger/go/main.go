// A stranger's verifier of Soleil's logs. It shares nothing with Soleil: Go's sumdb/tlog and sumdb/note, and
// transparency-dev's proof package.
//
//	stranger cases            reads proof cases as JSON lines, says how many verdicts it agrees with
//	stranger audit DIR POLICY QUORUM [OLD-CHECKPOINT]
package main

import (
	"fmt"
	"os"
	"strconv"
)

func must(err error) {
	if err != nil {
		fmt.Println("refused:", err)
		os.Exit(1)
	}
}

func main() {
	switch {
	case len(os.Args) == 2 && os.Args[1] == "cases":
		judgeCases(os.Stdin)
	case len(os.Args) >= 5 && os.Args[1] == "audit":
		quorum, err := strconv.Atoi(os.Args[4])
		must(err)
		old := ""
		if len(os.Args) > 5 {
			old = os.Args[5]
		}
		audit(os.Args[2], os.Args[3], quorum, old)
	default:
		fmt.Println("usage: stranger cases | stranger audit DIR POLICY QUORUM [OLD-CHECKPOINT]")
		os.Exit(2)
	}
}
