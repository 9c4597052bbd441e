import Foundation
import TestSupport
import Testing

@Suite struct DependencyTests {
    @Test func `a package that depends on a version of this one builds and runs`() throws {
        try withTemporaryFolder { folder in
            let shell = Program(URL(filePath: "/bin/bash"))
            let package = folder.appending(path: "dependent").path, copy = folder.appending(path: "afterword").path
            // A git copy of what stands here, with a version's tag, as a user's package manager would clone it.
            let outcome = try shell.run(["-euo", "pipefail", "-c", """
                cp -R '\(Fixtures.url("dependent-package").path)' '\(package)'
                mkdir '\(copy)'
                cd '\(Fixtures.repository.path)'
                git ls-files -z --cached --others --exclude-standard | xargs -0 cp --parents -t '\(copy)'
                cd '\(copy)'
                git init -q && git add -A && git -c user.name=test -c user.email=test@localhost commit -q -m copy && git tag 0.1.0
                cd '\(package)'
                sed -i -e 's|AFTERWORD_URL|file://\(copy)|' -e 's|AFTERWORD_NAME|afterword|' Package.swift
                swift run -c release --quiet 2>build.log || { cat build.log; exit 1; }
                """])
            #expect(outcome.status == 0, "\(outcome.text) \(outcome.errors)")
            #expect(outcome.text.contains("everyone. How are you today?"))
        }
    }
}
