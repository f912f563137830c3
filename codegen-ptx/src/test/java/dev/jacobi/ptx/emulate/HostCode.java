package dev.jacobi.ptx.emulate;

import dev.jacobi.ptx.emit.Grid;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Kernels' LLVM text made into host code: shared memory is ordinary memory, as blocks run one after the other; for each kernel there is a function that
 * takes its parameters from 8-byte words.
 */
final class HostCode {
    private static final Pattern KERNEL = Pattern.compile("(?m)^define ptx_kernel void @(\\S+?)\\((.*)\\) \\{$");
    private static final Pattern SHARED = Pattern.compile("addrspacecast ptr addrspace\\(3\\) (@\\S+) to ptr");

    /** A kernel of the text: the name of its host function, and whether its threads meet. */
    record Entry(String symbol, boolean meets) {
    }

    private final String text;
    private final Map<String, Entry> entries = new LinkedHashMap<>();
    private final String prefix = "emulated_" + UUID.randomUUID().toString().replace("-", "") + "_";

    HostCode(String llvm) {
        var entry = new StringBuilder();
        Matcher m = KERNEL.matcher(llvm);
        while (m.find()) {
            String body = llvm.substring(m.end(), llvm.indexOf("\n}\n", m.end()));
            String symbol = prefix + m.group(1);
            entries.put(m.group(1), new Entry(symbol, Grid.meetings().stream().anyMatch(f -> body.contains("@" + f + "("))));
            entry.append(entry(symbol, m.group(1), m.group(2)));
        }
        String plain = SHARED.matcher(llvm).replaceAll("getelementptr i8, ptr $1, i64 0");
        text = plain.replace("ptx_kernel ", "").replace("addrspace(3) ", "") + entry;
    }

    private static String entry(String symbol, String kernel, String params) {
        var s = new StringBuilder("\ndefine void @" + symbol + "(ptr %words) {\n");
        var args = new ArrayList<String>();
        String[] all = params.split(", ");
        for (int k = 0; k < all.length; k++) {
            String type = all[k].substring(0, all[k].indexOf(' '));
            s.append("  %p" + k + " = getelementptr i64, ptr %words, i64 " + k + "\n  %a" + k + " = load " + type + ", ptr %p" + k + "\n");
            args.add(type + " %a" + k);
        }
        return s + "  call void @" + kernel + "(" + String.join(", ", args) + ")\n  ret void\n}\n";
    }

    /** The modules to be joined. */
    List<String> texts() {
        return List.of(text, Grid.remainders(), grid().replace("@run_grid", "@" + runner()));
    }

    String runner() {
        return prefix + "run";
    }

    List<String> names() {
        var names = new ArrayList<String>(List.of(runner()));
        entries.values().forEach(e -> names.add(e.symbol()));
        return names;
    }

    Entry entry(String kernel) {
        return entries.get(kernel);
    }

    private static String grid() {
        try (InputStream in = HostCode.class.getResourceAsStream("host.ll")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
