package dev.jacobi.llvm.text;

import dev.jacobi.ir.Params;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The text of the module under construction: declarations on demand, functions, checks, and metadata nodes. */
public final class ModuleText {
    /** The runtime's function that has the parts of a loop run by several threads. */
    public static final String PARALLEL_FOR = "jacobi_parallel_for";
    /** The runtime's function that has several threads run the parts of a loop if that is worth it. */
    public static final String SHARE = "jacobi_share";
    /** The runtime's function that says whether routines of native libraries can be called. */
    public static final String LIBRARY_READY = "jacobi_library_ready";
    private final Map<String, String> declarations = new LinkedHashMap<>();
    private final List<String> functions = new ArrayList<>();
    private final Metadata metadata = new Metadata();
    /** Those that there is one of, by {@link FnText#counters}; see {@link #addOnce}. */
    private final Map<Long, List<Only>> once = new HashMap<>();
    private final List<Params.Check> checks = new ArrayList<>();
    private final List<HostCall> hostCalls = new ArrayList<>();
    private boolean library;
    private int names;

    /** Declares an external function once; {@code signature} is what stands between its name and the end of the line. */
    public String declare(String result, String name, String signature) {
        declarations.putIfAbsent(name, "declare " + result + " @" + name + signature);
        return "@" + name;
    }

    /** Adds a helper function once. */
    public String helper(String name, String text) {
        declarations.putIfAbsent(name, text);
        return "@" + name;
    }

    /** Whether a function of this name is declared or defined here. */
    public boolean hasHelper(String name) {
        return declarations.containsKey(name);
    }

    /** Whether anything in it may be run by several threads. */
    public boolean isThreaded() {
        return declarations.containsKey(PARALLEL_FOR) || declarations.containsKey(SHARE);
    }

    /** Whether anything in it may take memory for arrays; what libraries do needs some, too. */
    public boolean allocates() {
        return library || declarations.keySet().stream().anyMatch(name -> name.startsWith("jacobi_alloc") || name.startsWith("jacobi_hand_over"));
    }

    /** Whether anything in it may call a routine of a native library. */
    public boolean callsLibrary() {
        return library;
    }

    /** Notes that it may. */
    public void callLibrary() {
        library = true;
    }

    public void add(String function) {
        functions.add(function);
    }

    /**
     * Adds a function unless there is one that differs from it in nothing but its name: the name to call. Its metadata must be complete. Programs do the same to many arrays.
     */
    public String addOnce(String name, FnText function) {
        var only = new Only(name, function);
        List<Only> alike = once.computeIfAbsent(function.counters(), k -> new ArrayList<>());
        for (Only o : alike) {
            if (o.shape().equals(only.shape())) {
                return o.name;
            }
        }
        alike.add(only);
        add(function.toString());
        return name;
    }

    /** A function, and what it does: that is written down only where another may do the same. */
    private final class Only {
        private final String name;
        private final FnText function;
        private String shape;

        Only(String name, FnText function) {
            this.name = name;
            this.function = function;
        }

        String shape() {
            shape = shape == null ? metadata.shape(function.named("")) : shape;
            return shape;
        }
    }

    /** The number of a metadata node with this content. */
    int node(String content) {
        return metadata.add(content);
    }

    /**
     * For the branch back of a loop of a handful of trips: LLVM, which cannot know that they are so few, would make it several times as long by vectors and unrolled
     * copies that never run, and would take as much longer.
     */
    public String shortLoop() {
        int plain = metadata.shared("!{!\"llvm.loop.unroll.disable\"}");
        int scalar = metadata.shared("!{!\"llvm.loop.vectorize.enable\", i1 false}");
        int loop = reserveNode();
        setNode(loop, "distinct !{!" + loop + ", !" + plain + ", !" + scalar + "}");
        return ", !llvm.loop !" + loop;
    }

    /** For the branch back of a loop that vectors would not make faster: its elements lie anywhere, and LLVM takes collecting them for cheaper than it is. */
    public String scalarLoop() {
        int scalar = metadata.shared("!{!\"llvm.loop.vectorize.enable\", i1 false}");
        int loop = reserveNode();
        setNode(loop, "distinct !{!" + loop + ", !" + scalar + "}");
        return ", !llvm.loop !" + loop;
    }

    /** What is known of an extent that is loaded: it is one of a Java array. */
    public String extent() {
        return ", !range !" + metadata.shared("!{i64 0, i64 2147483648}");
    }

    /** Reserves a node whose content is given later by {@link #setNode}. */
    int reserveNode() {
        return node("");
    }

    void setNode(int id, String content) {
        metadata.set(id, content);
    }

    /** Index of a check, for the return code 1 + index. */
    public int check(Params.Check c) {
        int k = checks.indexOf(c);
        if (k < 0) {
            checks.add(c);
            k = checks.size() - 1;
        }
        return k;
    }

    /** Number of a function in Java. */
    public int hostCall(HostCall c) {
        int k = hostCalls.indexOf(c);
        if (k < 0) {
            hostCalls.add(c);
            k = hostCalls.size() - 1;
        }
        return k;
    }

    /** The functions in Java that it calls. */
    public List<HostCall> hostCalls() {
        return hostCalls;
    }

    public List<Params.Check> checks() {
        return checks;
    }

    /** How many names {@link #uniqueName} has made, which is how many parts of functions are functions of their own. */
    public int names() {
        return names;
    }

    public String uniqueName(String stem) {
        return stem + "." + names++;
    }

    public String text() {
        var sb = new StringBuilder();
        declarations.values().forEach(d -> sb.append(d).append('\n'));
        functions.forEach(f -> sb.append('\n').append(f));
        return sb.append(metadata.definitions()).toString();
    }
}
