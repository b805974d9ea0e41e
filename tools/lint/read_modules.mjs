// Reads JavaScript modules without running them: {name: text} comes in as JSON, and out goes what each imports,
// or null where the text is no module. Run by tools/lint/javascript.py.
import { readFileSync } from "node:fs";
import { SourceTextModule } from "node:vm";

function getImports(identifier, text) {
    try {
        return new SourceTextModule(text, { identifier }).moduleRequests.map((request) => request.specifier);
    } catch (error) {
        if (error instanceof SyntaxError) {
            return null;
        }
        throw error;
    }
}

const files = Object.entries(JSON.parse(readFileSync(0, "utf-8")));
console.log(JSON.stringify(Object.fromEntries(files.map(([name, text]) => [name, getImports(name, text)]))));
