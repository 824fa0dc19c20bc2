internal import Engine
internal import EngineTestKit
internal import Testing

@Suite struct DiffCorpusTests {
  /// What a corpus file comes to, on one line.
  static func outcome(_ bytes: [UInt8]) -> String {
    do throws(DiffParseError) {
      let diff = try UnifiedDiffParser.parse(bytes)
      let files = diff.entries.map { entry in
        let file = entry.diff
        let mark =
          ["added": "A", "modified": "M", "deleted": "D", "renamed": "R", "copied": "C"][file.status.rawValue] ?? "T"
        let old = file.oldPath.map { "\($0) > " } ?? ""
        return "\(mark) \(old)\(file.path) \(file.isBinary ? "binary" : "+\(entry.added) -\(entry.removed)")"
      }
      return ((diff.isTruncated ? ["truncated"] : []) + files).joined(separator: "; ")
    } catch {
      return "\(error)"
    }
  }

  @Test(arguments: ["unidiff", "whatthepatch"]) func everyFileHasItsOutcome(_ folder: String) throws {
    for name in try Fixtures.names(in: "diffs/\(folder)") where name != "LICENSE" {
      let path = "\(folder)/\(name)"
      #expect(Self.outcome(try Fixtures.bytes("diffs/\(path)")) == Self.expected[path], "\(path)")
    }
  }

  /// Added, Modified, Deleted, Renamed, Copied or Type changed, with the lines; or the error.
  static let expected = [
    "unidiff/binary.diff":
      "A 1x1.png binary",
    "unidiff/bzr.diff":
      "A added_file +4 -0; M modified_file +3 -1; D removed_file +0 -3",
    "unidiff/debdiff.diff":
      "line 6: the path is absolute: /t/p2/a.png",
    "unidiff/git.diff":
      "A added_file +4 -0; M modified_file +3 -1; D removed_file +0 -3",
    "unidiff/git_cr.diff":
      "A src/test/org/apache/commons/math/util/ExpandableDoubleArrayTest.java +3 -0",
    "unidiff/git_delete.diff":
      "D somefile.c +0 -10",
    "unidiff/git_filenames_with_spaces.diff":
      "A has spaces/t.sql +1 -0",
    "unidiff/git_filenames_with_spaces_prefix.diff":
      "A foo bar/baz +1 -0",
    "unidiff/git_no_prefix.diff":
      "D file1 +0 -3; M file2 +6 -0; A file3 +3 -0",
    "unidiff/git_quoted_filename.diff":
      "A A â B.py +1 -0",
    "unidiff/git_quoted_filename_with_spaces.diff":
      "M docs/develop/Bug 排查.md +1 -1",
    "unidiff/git_rename.diff":
      "R added > moved +1 -1; R oldfile > newfile +1 -1; R sub/onefile > sub/otherfile +0 -0",
    "unidiff/git_symlink.diff":
      "A bin/check +1 -0",
    "unidiff/hg.diff":
      "A added_file +4 -0; M modified_file +3 -1; D removed_file +0 -3",
    "unidiff/sample0.diff":
      "line 1: the path is absolute: /path/to/new",
    "unidiff/sample1.diff":
      "line 32: the hunk is shorter than its header says: 0 old and 3 new lines are missing",
    "unidiff/sample2.diff":
      "truncated; M content/base/src/nsContentUtils.cpp +1 -1; M js/src/jsfriendapi.cpp +0 -0",
    "unidiff/sample3.diff":
      "A added_file +4 -0; M modified_file +4 -2; D removed_file +0 -3",
    "unidiff/sample4.diff":
      "A added_file +4 -0; M modified_file +3 -1; D removed_file +0 -3",
    "unidiff/sample5.diff":
      "M modified_file1 +3 -1; M modified_file2 +3 -1",
    "unidiff/sample6.diff":
      "line 32: the hunk is longer than its header says",
    "unidiff/sample7.diff":
      "line 1: the path is absolute: /path/to/new",
    "unidiff/sample8.diff":
      "truncated; A boo.bin +0 -0; A foo.bin binary; M bar.bin binary; D baz.bin binary; A fuz.bin +0 -0",
    "unidiff/svn.diff":
      "M modified_file +3 -1; D removed_file +0 -3; A added_file +4 -0",
    "whatthepatch/abc":
      "line 1: no unified diff from here on",
    "whatthepatch/apache-attachment-2241.diff":
      "line 3: this is a context diff; make a unified one with diff -u",
    "whatthepatch/apache-attachment-28223.diff":
      "M src/script/.ant.swp binary; M src/script/ant +1 -4",
    "whatthepatch/context-header.diff":
      "line 3: this is a context diff; make a unified one with diff -u",
    "whatthepatch/cvs-header.diff":
      "M org.eclipse.core.resources/src/org/eclipse/core/internal/localstore/SafeChunkyInputStream.java +0 -0",
    "whatthepatch/diff-context-blah.diff":
      "line 3: this is a context diff; make a unified one with diff -u",
    "whatthepatch/diff-context.diff":
      "line 3: this is a context diff; make a unified one with diff -u",
    "whatthepatch/diff-default-blah.diff":
      "line 1: no unified diff from here on",
    "whatthepatch/diff-default.diff":
      "line 1: no unified diff from here on",
    "whatthepatch/diff-ed.diff":
      "line 1: no unified diff from here on",
    "whatthepatch/diff-rcs.diff":
      "line 1: no unified diff from here on",
    "whatthepatch/diff-unified-bad.diff":
      "R lao > tzu +5 -3",
    "whatthepatch/diff-unified-bad2.diff":
      "R lao > tzu +5 -3",
    "whatthepatch/diff-unified-blah.diff":
      "line 20: the hunk is longer than its header says",
    "whatthepatch/diff-unified.diff":
      "R lao > tzu +5 -3",
    "whatthepatch/diff-unified2.diff":
      "R abc > efg +1 -0",
    "whatthepatch/eclipse-attachment-126343.header":
      "truncated; A test plugin/org/eclipse/jdt/debug/testplugin/ResumeBreakpointListener.java +0 -0",
    "whatthepatch/eclipse-attachment-1701.patch":
      "M model/org/eclipse/jdt/internal/debug/core/JDIDebugPlugin.java +8 -0",
    "whatthepatch/efg":
      "line 1: no unified diff from here on",
    "whatthepatch/embedded-diff.comment":
      "M src/org/mozilla/javascript/IRFactory.java +3 -0",
    "whatthepatch/git-bin.patch":
      "A fox.bin binary; M fox.txt +1 -1; A lorem.bin binary; M lorem.zip binary",
    "whatthepatch/git-binary-files.diff":
      "A project/media/i/asc.gif binary",
    "whatthepatch/git-header-long.diff":
      "truncated; M bugtrace/patch.py +0 -0",
    "whatthepatch/git-header.diff":
      "truncated; M bugtrace/patch.py +0 -0",
    "whatthepatch/git-new-empty-file.diff":
      "A somefile.txt +0 -0",
    "whatthepatch/git-oneline-add.diff":
      "A oneline.txt +1 -0",
    "whatthepatch/git-oneline-change.diff":
      "M oneline.txt +1 -1",
    "whatthepatch/git-oneline-rm.diff":
      "D oneline.txt +0 -1",
    "whatthepatch/git.patch":
      "M novel/src/java/edu/ua/eng/software/novel/NovelFrame.java +4 -8; M novel/src/java/edu/ua/eng/software/novel/NovelPrefPane.java +2 -0",
    "whatthepatch/issue39-bash42-003.patch":
      "line 3: this is a context diff; make a unified one with diff -u",
    "whatthepatch/lao":
      "line 1: no unified diff from here on",
    "whatthepatch/linux-29e1dfcd5150097f32f34891c85a50d9ead19df3.patch":
      "M net/bluetooth/6lowpan.c +5 -0",
    "whatthepatch/mozilla-252983-versionless.diff":
      "line 5: this is a context diff; make a unified one with diff -u",
    "whatthepatch/mozilla-252983.diff":
      "line 5: this is a context diff; make a unified one with diff -u",
    "whatthepatch/mozilla-527452-5.comment":
      "M js_instrumentation_proxy/src/org/mozilla/javascript/ast/StringLiteral.java +2 -1",
    "whatthepatch/mozilla-560291.diff":
      "M src/org/mozilla/javascript/ast/ArrayComprehensionLoop.java +3 -1",
    "whatthepatch/svn-context.patch":
      "line 5: this is a context diff; make a unified one with diff -u",
    "whatthepatch/svn-default.patch":
      "line 1: no unified diff from here on",
    "whatthepatch/svn-ed.patch":
      "line 1: no unified diff from here on",
    "whatthepatch/svn-git.patch":
      "M projects/bugs/bugtrace/trunk/src/bugtrace/csc.py +5 -2; M projects/bugs/bugtrace/trunk/src/bugtrace/Diffxplore.py +2 -2; M projects/bugs/bugtrace/trunk/src/bugtrace/Bugxplore.py +2 -2",
    "whatthepatch/svn-header.diff":
      "truncated; M bugtrace/trunk/src/bugtrace/csc.py +0 -0",
    "whatthepatch/svn-mixed_line_ends.patch":
      "M java/org/apache/catalina/loader/WebappClassLoader.java +71 -35",
    "whatthepatch/svn-rcs.patch":
      "line 1: no unified diff from here on",
    "whatthepatch/svn-unified.patch":
      "M bugtrace/trunk/src/bugtrace/csc.py +5 -2; M bugtrace/trunk/src/bugtrace/Diffxplore.py +2 -2; M bugtrace/trunk/src/bugtrace/Bugxplore.py +2 -2",
    "whatthepatch/tzu":
      "line 1: no unified diff from here on",
    "whatthepatch/unified-header-notab.diff":
      "line 1: the path is absolute: /tmp/n",
    "whatthepatch/unified-header.diff":
      "line 1: the path is absolute: /tmp/n",
  ]
}
