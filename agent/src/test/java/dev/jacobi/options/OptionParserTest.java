package dev.jacobi.options;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jacobi.pjrt.hlo.HloOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;

class OptionParserTest {
    private static Properties props(String... keyValues) {
        var p = new Properties();
        for (int i = 0; i < keyValues.length; i += 2) {
            p.setProperty(keyValues[i], keyValues[i + 1]);
        }
        return p;
    }

    private static OptionParser.Parsed args(String agentArgs) {
        return OptionParser.parse(agentArgs, props(), Map.of());
    }

    @Test
    void defaultsAreTheTablesFirstValues() {
        assertEquals(Options.defaults(), args(null).options());
        assertTrue(args("").warnings().isEmpty());
    }

    @Test
    void everyKeyHasARowInTheReadme() throws IOException {
        String warning = args("nonsense").warnings().get(0);
        String[] keys = warning.substring(warning.indexOf("valid keys are ") + 15, warning.length() - 1).split(", ");
        assertEquals(24, keys.length, warning);
        String rows = Files.readString(Path.of("../README.md"));
        for (String key : keys) {
            assertTrue(rows.lines().anyMatch(l -> l.startsWith("| `") && l.substring(2, l.indexOf(" |", 2)).contains("`" + key + "`")), key);
        }
    }

    @Test
    void everyKeyIsUnderstood() {
        var p = args("include=a.B,include=a.c.*,exclude=a.B::x,enabled=false,backend=interp,fp=fast,threads=3,policy=always,verify=shadow,"
            + "report=r.json,refusal=throw,dump=/tmp/d,filter=B,cache=c,natives=n,log=debug,check=on,memory=3m,pjrt.plugin=p.so,pjrt.f64=f32,pjrt.depth=50,pjrt.precision=high,pjrt.buckets=always,pjrt.options=node_id:1,pjrt.options=allocator:bfc,math=jvm");
        assertEquals(List.of(), p.warnings());
        assertEquals(new Options(List.of("a.B", "a.c.*"), List.of("a.B::x"), false, Options.Backend.INTERP, true, 3, Options.Policy.ALWAYS,
            true, "r.json", true, "/tmp/d", "B", "c", "n", Options.Log.DEBUG, true, 3L << 20, new Options.Pjrt("p.so", true, 50, HloOptions.Precision.HIGH, Options.Buckets.ALWAYS, Map.of("node_id", 1L, "allocator", "bfc")), true), p.options());
    }

    @Test
    void memoryIsANumberOfBytesWithAUnit() {
        for (var row : Map.of("1000", 1000L, "16k", 16L << 10, "64M", 64L << 20, "2g", 2L << 30, "2gb", 2L << 30, "1t", 1L << 40, "0", 0L).entrySet()) {
            var p = args("memory=" + row.getKey());
            assertEquals(List.of(), p.warnings(), row.getKey());
            assertEquals(row.getValue(), p.options().memory(), row.getKey());
        }
        for (String bad : List.of("lots", "-5m", "2.5g", "12x", "k", "5 m b", "99999999999g", "9999999999999999999999")) {
            var p = args("memory=" + bad);
            assertEquals(1, p.warnings().size(), bad);
            assertTrue(p.warnings().get(0).contains("cannot be '" + bad + "'; it is a number of bytes"), p.warnings().get(0));
            assertEquals(0, p.options().memory(), bad);
        }
        assertTrue(args("memory=12x").warnings().get(0).contains("such as 12m or 2g"));
    }

    @Test
    void agentArgumentWinsOverPropertyOverEnvironment() {
        var env = Map.of("JACOBI_THREADS", "1", "JACOBI_POLICY", "off", "JACOBI_INCLUDE", "a.A,a.B");
        var o = OptionParser.parse("threads=3", props("jacobi.threads", "2", "jacobi.policy", "always"), env).options();
        assertEquals(3, o.threads());
        assertEquals(Options.Policy.ALWAYS, o.policy());
        assertEquals(List.of("a.A", "a.B"), o.include());
    }

    @Test
    void aDotInAKeyIsAnUnderscoreInTheEnvironmentAndOurTestsHaveProperties() {
        var p = OptionParser.parse(null, props("jacobi.test.python", "x"), Map.of("JACOBI_PJRT_PLUGIN", "p.so"));
        assertEquals(List.of(), p.warnings());
        assertEquals(new Options.Pjrt("p.so", false, 1000, null, Options.Buckets.AUTO, Map.of()), p.options().pjrt());
    }

    @Test
    void whatThePluginIsToldHasTypes() {
        var p = OptionParser.parse(null, props("jacobi.pjrt.options", "a:1,b:0.5,c:true,d:0 1 2,e:host:80,f:1.2.3.4,nothing,g:"), Map.of());
        assertEquals(Map.of("a", 1L, "b", 0.5f, "c", true, "d", List.of(0L, 1L, 2L), "e", "host:80", "f", "1.2.3.4"), p.options().pjrt().options());
        assertEquals(List.of("The option pjrt.options has 'nothing', which is not of the form name:value and is ignored.", "The option pjrt.options has 'g:', which is not of the form name:value and is ignored."),
            p.warnings());
    }

    @Test
    void unknownKeyIsOneWarningThatNamesTheNearest() {
        var p = args("inclued=a.B");
        assertEquals(1, p.warnings().size());
        assertTrue(p.warnings().get(0).contains("'include'"), p.warnings().get(0));
    }

    @Test
    void unknownValueIsOneWarningThatNamesTheNearestAndTheOneTaken() {
        var p = args("policy=allways");
        assertEquals(1, p.warnings().size());
        assertTrue(p.warnings().get(0).contains("'always'") && p.warnings().get(0).contains("'adaptive'"), p.warnings().get(0));
        assertEquals(Options.Policy.ADAPTIVE, p.options().policy());
    }

    @Test
    void wrongNumbersAndFormsAreWarnings() {
        assertEquals(1, args("threads=many").warnings().size());
        assertEquals(1, args("threads=-1").warnings().size());
        assertEquals(1, args("nonsense").warnings().size());
        assertEquals(1, args("report=x.xml").warnings().size());
        assertEquals(0, args("threads=many").options().threads());
    }

    @Test
    void numbersOfThreadsAreNotGuessed() {
        String w = args("threads=many").warnings().get(0);
        assertTrue(w.contains("'many'") && w.contains("a number from 1 to 4096") && !w.contains("did you mean"), w);
    }

    @Test
    void whatIsNoPathIsIgnored() {
        for (String key : List.of("cache", "dump", "natives", "report")) {
            var p = args(key + "=a\0.json");
            assertEquals(1, p.warnings().size(), key);
            assertTrue(p.warnings().get(0).contains("The option " + key + " names no file"), p.warnings().get(0));
            assertEquals(Options.defaults(), p.options());
        }
    }

    @Test
    void anEmptyValueIsAWarningAndNothingElse() {
        for (String key : List.of("include", "cache", "dump", "natives", "threads", "report", "policy")) {
            var p = args(key + "=");
            assertEquals(1, p.warnings().size(), key);
            assertTrue(p.warnings().get(0).contains("the agent argument " + key), p.warnings().get(0));
            assertEquals(Options.defaults(), p.options());
        }
        var p = OptionParser.parse("policy=", props("jacobi.policy", "always", "jacobi.cache", ""), Map.of());
        assertEquals(2, p.warnings().size());
        assertEquals(Options.Policy.ALWAYS, p.options().policy());
    }

    @Test
    void offMeansNoFolder() {
        assertNull(args("cache=off,dump=off").options().cache());
        assertNull(args("cache=off,dump=off").options().dump());
        assertFalse(args("enabled=false").options().enabled());
    }
}
