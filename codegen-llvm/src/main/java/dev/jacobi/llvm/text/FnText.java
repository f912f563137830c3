package dev.jacobi.llvm.text;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.StringJoiner;
import java.util.function.IntUnaryOperator;

/**
 * One LLVM function under construction: basic blocks in order of creation, instructions appended to the current one. Phi nodes may be
 * added to a block after instructions were appended to it, because loop-carried values are known only when the body has been emitted.
 */
public final class FnText {
    /** A basic block. */
    public static final class Block {
        private final String name;
        private final List<String> phis = new ArrayList<>();
        private final StringBuilder code = new StringBuilder();
        private Map<String, String> known = new HashMap<>();
        private boolean closed;

        private Block(String name) {
            this.name = name;
        }

        public String label() {
            return "%" + name;
        }

        public void phi(String result, String type, String incoming) {
            phis.add("  " + result + " = phi " + type + " " + incoming + "\n");
        }
    }

    private static final Set<String> ADDRESSING = Set.of("sext ", "zext ", "add ", "sub ", "mul ", "getelementptr ", "insertelement ", "shufflevector ");
    /** What numbers and bytes of elements, and estimates of work, are computed by. */
    private static final List<String> COUNTING = List.of("trunc i64 ", "sitofp i64 ", "fmul double ", "fadd double ", "extractvalue {i64, i1} ", "call i64 @llvm.smax.i64(",
        "call {i64, i1} @llvm.umul", "select i1 ", "ashr i64 ");
    private final String header;
    private final List<Block> blocks = new ArrayList<>();
    private final StringBuilder allocas = new StringBuilder();
    /** What comes before the first block and goes on there or elsewhere; empty for nothing. */
    private String beginning = "";
    private Block current;
    private String attributes = "";
    private int values;
    private int labels;

    /** {@code header} is the define line without the opening brace. */
    public FnText(String header) {
        this.header = header;
        current = block("entry");
        blocks.add(current);
    }

    /** Keeps LLVM from putting the function, and with it its stack arrays, into each of its callers. */
    public void noInline() {
        attributes = " noinline";
    }

    /** The same for a function of its arguments that does nothing else. */
    public void pure() {
        attributes = " noinline nounwind willreturn memory(none)";
    }

    /** Has LLVM put the function into each of its callers. */
    public void alwaysInline() {
        attributes = " alwaysinline";
    }

    public String fresh() {
        return "%v" + values++;
    }

    /** A new block, not yet placed. */
    public Block block(String stem) {
        return new Block(stem + labels++);
    }

    public Block current() {
        return current;
    }

    /** Places the block after the others; instructions go into it from now on. */
    public void enter(Block b) {
        blocks.add(b);
        current = b;
    }

    /** The same for a block that is reached from the end of the current one only, where what that has computed is known. */
    public void enterOnly(Block b) {
        b.known = current.known;
        enter(b);
    }

    /** All registers that the text so far mentions. */
    public Set<String> registers() {
        var all = new HashSet<String>();
        for (Block b : blocks) {
            b.phis.forEach(p -> registers(p, all));
            registers(b.code.toString(), all);
        }
        return all;
    }

    private static void registers(String text, Set<String> to) {
        for (int at = text.indexOf("%v"); at >= 0; at = text.indexOf("%v", at + 2)) {
            int end = at + 2;
            while (end < text.length() && text.charAt(end) >= '0' && text.charAt(end) <= '9') {
                end++;
            }
            to.add(text.substring(at, end));
        }
    }

    /** Goes on in a block that is still open. */
    public void resume(Block b) {
        current = b;
    }

    /** Appends an instruction without result. */
    public void line(String instruction) {
        if (!current.closed) {
            current.code.append("  ").append(instruction).append('\n');
        }
    }

    /**
     * Appends an instruction and names its result. Integers and addresses that the block has already are taken: long bodies compute the same row of an
     * array thousands of times.
     */
    public String def(String instruction) {
        String v = fresh();
        if (ADDRESSING.contains(instruction.substring(0, instruction.indexOf(' ') + 1)) || COUNTING.stream().anyMatch(instruction::startsWith)) {
            String known = current.known.putIfAbsent(instruction, v);
            if (known != null) {
                return known;
            }
        }
        line(v + " = " + instruction);
        return v;
    }

    /** Elements of two vectors of one type put together: those at these places, which are counted through both. */
    public String shuffle(String type, String a, String b, int n, IntUnaryOperator place) {
        var places = new StringJoiner(", ");
        for (int i = 0; i < n; i++) {
            places.add("i32 " + place.applyAsInt(i));
        }
        return def("shufflevector " + type + " " + a + ", " + type + " " + b + ", <" + n + " x i32> <" + places + ">");
    }

    /** A number that is not negative, and small enough for both widths, in other bits. */
    public String resized(String number, int from, int to) {
        return from == to ? number : def((from < to ? "zext i" : "trunc i") + from + " " + number + " to i" + to);
    }

    /**
     * The same integer, which LLVM takes for another in each trip of the loops around. By a condition that it sees to stay the same in a loop it makes the loop twice, once for each answer: for the
     * conditions by which a row of a few elements goes another way than a long one a nest would stand there four times, of which one runs.
     */
    public String perTrip(int bits, String number) {
        // said to write memory that nobody sees, or it would be computed in front of the loop
        return bits != Integer.SIZE && bits != Long.SIZE || !Ty.isRegister(number) ? number
            : def("call i" + bits + " asm \"\", \"=r,0\"(i" + bits + " " + number + ") nounwind willreturn memory(inaccessiblemem: readwrite)");
    }

    /** Puts instructions, each a line, in front of all others but allocas; where {@code good} is false the function goes on at {@code otherwise}. */
    public void begin(String instructions, String good, Block otherwise) {
        beginning = instructions + "  br i1 " + good + ", label " + blocks.get(0).label() + ", label " + otherwise.label() + "\n";
    }

    /** An alloca in the entry block. */
    public String alloca(String type, long count, int align) {
        String v = fresh();
        allocas.append("  ").append(v).append(" = alloca ").append(type).append(", i64 ").append(count).append(", align ").append(align).append('\n');
        return v;
    }

    /** An instruction at the start of the entry block, for values that every block needs. */
    public String atEntry(String instruction) {
        String v = fresh();
        allocas.append("  ").append(v).append(" = ").append(instruction).append('\n');
        return v;
    }

    public void lineAtEntry(String instruction) {
        allocas.append("  ").append(instruction).append('\n');
    }

    public void br(Block to) {
        terminate("br label " + to.label());
    }

    /** Ends a trip of a loop; {@code hint} is empty or what {@link ModuleText#shortLoop} gives. */
    public void again(Block head, String hint) {
        terminate("br label " + head.label() + hint);
    }

    public void br(String cond, Block yes, Block no) {
        terminate("br i1 " + cond + ", label " + yes.label() + ", label " + no.label());
    }

    public void terminate(String instruction) {
        line(instruction);
        current.closed = true;
    }

    @Override
    public String toString() {
        return text(header);
    }

    /** How many names of values and of blocks were made for it: functions with the same text have the same numbers. */
    long counters() {
        return (long) values << 32 | labels;
    }

    /** The text with another name; the function does not call itself. */
    String named(String name) {
        int at = header.indexOf('@') + 1;
        return text(header.substring(0, at) + name + header.substring(header.indexOf('(', at)));
    }

    private String text(String start) {
        var sb = new StringBuilder(start).append(attributes).append(" {\n");
        if (!beginning.isEmpty()) {
            sb.append("begin:\n").append(allocas).append(beginning);
        }
        boolean first = beginning.isEmpty();
        for (Block b : blocks) {
            sb.append(b.name).append(":\n");
            b.phis.forEach(sb::append);
            if (first) {
                sb.append(allocas);
                first = false;
            }
            sb.append(b.code);
            if (!b.closed) {
                sb.append("  unreachable\n");
            }
        }
        return sb.append("}\n").toString();
    }
}
