package dev.jacobi.llvm.jit;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes the shared library behind {@link Bridge}: a minimal ELF file (two segments, a one-bucket hash table, one
 * relocation) with a few instructions per native method. Each method only moves its arguments to where a C function
 * expects them and jumps, through a pointer it was given or through the JNIEnv table. So neither a C compiler nor a
 * third library is needed to get from Java to libLLVM, and everything larger is compiled by LLVM itself.
 * Formats: System V ABI (gABI chapters 4 and 5, x86-64 psABI), JNI specification chapter 4.
 */
final class BridgeLibrary {
    private static final int EHDR = 64;
    private static final int PHDR = 56;
    private static final int PAGE = 0x1000;
    private static final int R_X86_64_GLOB_DAT = 6;

    private BridgeLibrary() {
    }

    /** One exported function. */
    private record Function(String name, byte[] code) {
    }

    /** The library's bytes for x86-64 Linux, or null for a platform that has none yet. */
    static byte[] bytes(String os, String arch) {
        boolean known = os.equals("Linux") && (arch.equals("amd64") || arch.equals("x86_64"));
        return known ? link(x86()) : null;
    }

    /** The functions, in the System V calling convention: rdi = JNIEnv, rsi = class, then the Java arguments in rdx, rcx, r8, r9, stack. */
    private static List<Function> x86() {
        String prefix = "Java_" + Bridge.class.getName().replace('.', '_') + "_";
        return List.of(
            // long call(fn, a, b, c, d, e, f): shift the arguments down by three places and call fn
            new Function(prefix + "call", hex("55 4889e5 4889d0 4889cf 4c89c6 4c89ca 488b4d10 4c8b4518 4c8b4d20 ffd0 5d c3")),
            // long callWords(fn, words), long callMany(fn, words): six words go to registers, the others to the stack, then fn is called
            new Function(prefix + "callWords", hex(words(12))),
            new Function(prefix + "callMany", hex(words(24))),
            // long dlsym(): the relocated slot; the displacement is patched by code()
            new Function(prefix + "dlsym", hex("488b05 00000000 c3")),
            // long address(Buffer): GetDirectBufferAddress
            new Function(prefix + "address", hex("4889d6" + tail(Jni.GET_DIRECT_BUFFER_ADDRESS))),
            // ByteBuffer buffer(long address, long size): NewDirectByteBuffer
            new Function(prefix + "buffer", hex("4889d6 4889ca" + tail(Jni.NEW_DIRECT_BYTE_BUFFER))),
            // int register(Class, long methods, int count): RegisterNatives
            new Function(prefix + "register", hex("4889d6 4889ca 4489c1" + tail(Jni.REGISTER_NATIVES))),
            // long newGlobalRef(Object), void deleteGlobalRef(long)
            new Function(prefix + "newGlobalRef", hex("4889d6" + tail(Jni.NEW_GLOBAL_REF))),
            new Function(prefix + "deleteGlobalRef", hex("4889d6" + tail(Jni.DELETE_GLOBAL_REF))),
            // callbacks for LLVM: one that does nothing, and (fn, x) -> fn(x)
            new Function("jacobi_ignore", hex("c3")),
            new Function("jacobi_apply", hex("4889f8 4889f7 ffe0")),
            // void jacobi_work(words) for NativeThread: words[0] is called with the next six, its result stored, then a 1
            new Function("jacobi_work", hex("53 4889fb 488b7b08 488b7310 488b5318 488b4b20 4c8b4328 4c8b4b30 31c0 ff13 48894338 48c7434001000000 31c0 5b c3")),
            // void jacobi_leave(status, words) for Ending: unless words[0] is 0, words[2] is called with words[3], then words[1] with the status
            new Function("jacobi_leave", hex("48833e00 7416 57 56 4883ec08 488b7e18 ff5610 4883c408 5e 5f ff6608 c3")));
    }

    /** The call of the function in rdx with as many words from rcx on: an even number, so that the stack stays aligned. */
    private static String words(int count) {
        var s = new StringBuilder("55 4889e5 4889d0 4989ca ");
        for (int k = count - 1; k >= 6; k--) {
            s.append("41ffb2").append(word(8 * k)).append(' ');
        }
        return s + "498b3a 498b7208 498b5210 498b4a18 4d8b4220 4d8b4a28 ffd0 c9 c3";
    }

    /** mov rax, [rdi]; jmp [rax + 8 * slot]. */
    private static String tail(int slot) {
        return "488b07 ffa0" + word(8 * slot);
    }

    /** The four bytes of an int, the lowest first. */
    private static String word(int x) {
        return java.util.HexFormat.of().toHexDigits(Integer.reverseBytes(x));
    }

    private static byte[] hex(String s) {
        return java.util.HexFormat.of().parseHex("f30f1efa" + s.replace(" ", ""));
    }

    /**
     * Where the file's parts begin, in bytes from its start, which is where they are loaded, too: the tables of symbols and of their names, the hash table, the
     * relocation, the functions' code up to {@code end}, then on pages that can be written {@code slot}, which gets the address of {@code dlsym}, and {@code dynamic}.
     */
    private record Layout(int symtab, int strtab, int hash, int rela, List<Integer> codeAt, int end, int slot, int dynamic) {
        static Layout of(List<Function> functions, int symbols, int names) {
            int symtab = align(EHDR + 4 * PHDR, 8);
            int strtab = symtab + 24 * symbols;
            int hash = align(strtab + names, 8);
            int rela = align(hash + 4 * (3 + symbols), 8);
            var codeAt = new ArrayList<Integer>();
            int end = align(rela + 24, 16);
            for (Function f : functions) {
                codeAt.add(end);
                end = align(end + f.code().length, 16);
            }
            int data = align(end, PAGE);
            return new Layout(symtab, strtab, hash, rela, codeAt, end, data, data + 16);
        }
    }

    private static byte[] link(List<Function> functions) {
        var names = new ByteArrayOutputStream();
        names.write(0);
        var nameAt = new ArrayList<Integer>();
        for (Function f : functions) {
            nameAt.add(string(names, f.name()));
        }
        nameAt.add(string(names, "dlsym"));
        int symbols = 1 + nameAt.size();
        Layout l = Layout.of(functions, symbols, names.size());
        long[][] tags = {{4, l.hash}, {5, l.strtab}, {6, l.symtab}, {10, names.size()}, {11, 24}, {7, l.rela}, {8, 24}, {9, 24}, {0, 0}};
        int size = l.dynamic + 16 * tags.length;

        ByteBuffer b = ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
        headers(b, l, size);
        symbols(b, l, functions, nameAt);
        b.position(l.strtab);
        b.put(names.toByteArray());
        b.position(l.hash);
        b.putInt(1).putInt(symbols).putInt(1);
        for (int i = 0; i < symbols; i++) {
            b.putInt(i == 0 || i == symbols - 1 ? 0 : i + 1);
        }
        b.position(l.rela);
        b.putLong(l.slot).putLong((long) (symbols - 1) << 32 | R_X86_64_GLOB_DAT).putLong(0);
        code(b, l, functions);
        b.position(l.dynamic);
        for (long[] t : tags) {
            b.putLong(t[0]).putLong(t[1]);
        }
        return b.array();
    }

    /** The ELF header and the segments: what is only read or run, what is written, where the dynamic section is, and that the stack is not run. */
    private static void headers(ByteBuffer b, Layout l, int size) {
        b.put(new byte[] {0x7f, 'E', 'L', 'F', 2, 1, 1, 0}).putLong(0);
        b.putShort((short) 3).putShort((short) 62).putInt(1).putLong(0).putLong(EHDR).putLong(0).putInt(0);
        b.putShort((short) EHDR).putShort((short) PHDR).putShort((short) 4).putShort((short) 64).putShort((short) 0).putShort((short) 0);
        segment(b, 1, 5, 0, l.end, PAGE);
        segment(b, 1, 6, l.slot, size - l.slot, PAGE);
        segment(b, 2, 6, l.dynamic, size - l.dynamic, 8);
        segment(b, 0x6474e551, 6, 0, 0, 16);
    }

    /** The symbol table: an empty entry, the functions, and {@code dlsym}, which others define. */
    private static void symbols(ByteBuffer b, Layout l, List<Function> functions, List<Integer> nameAt) {
        b.position(l.symtab + 24);
        for (int i = 0; i < functions.size(); i++) {
            b.putInt(nameAt.get(i)).put((byte) 0x12).put((byte) 0).putShort((short) 1).putLong(l.codeAt.get(i)).putLong(functions.get(i).code().length);
        }
        b.putInt(nameAt.get(functions.size())).put((byte) 0x12).put((byte) 0).putShort((short) 0).putLong(0).putLong(0);
    }

    /** The functions' instructions; the one that reads the slot gets the distance to it. */
    private static void code(ByteBuffer b, Layout l, List<Function> functions) {
        for (int i = 0; i < functions.size(); i++) {
            b.position(l.codeAt.get(i));
            b.put(functions.get(i).code());
            if (functions.get(i).name().endsWith("_dlsym")) {
                int next = l.codeAt.get(i) + 11;
                b.putInt(next - 4, l.slot - next);
            }
        }
    }

    private static void segment(ByteBuffer b, int type, int flags, long at, long size, long align) {
        b.putInt(type).putInt(flags).putLong(at).putLong(at).putLong(at).putLong(size).putLong(size).putLong(align);
    }

    private static int string(ByteArrayOutputStream to, String s) {
        int at = to.size();
        to.writeBytes(s.getBytes(StandardCharsets.US_ASCII));
        to.write(0);
        return at;
    }

    private static int align(int x, int to) {
        return (x + to - 1) / to * to;
    }
}
