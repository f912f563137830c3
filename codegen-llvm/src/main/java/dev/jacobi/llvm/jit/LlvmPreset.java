package dev.jacobi.llvm.jit;

import dev.jacobi.llvm.natives.Natives;
import dev.jacobi.llvm.natives.Presets;
import java.nio.charset.StandardCharsets;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.llvm.LLVM.LLVMErrorRef;
import org.bytedeco.llvm.global.LLVM;

/** Bytedeco's preset of LLVM: loading it, and what calls of its functions have in common. */
final class LlvmPreset {
    private LlvmPreset() {
    }

    /** Loads the native libraries and has LLVM know the machine that it runs on; a further time does nothing. */
    static void load(Natives.Installed files) {
        Presets.load(files, org.bytedeco.llvm.presets.LLVM.class, LLVM.class);
        LLVM.LLVMInitializeNativeTarget();
        LLVM.LLVMInitializeNativeAsmPrinter();
        LLVM.LLVMInitializeNativeAsmParser();
    }

    /** The text of a message that LLVM has given away, which is freed. */
    static String take(BytePointer message) {
        String s = text(message);
        if (message != null && !message.isNull()) {
            LLVM.LLVMDisposeMessage(message);
        }
        return s;
    }

    /** The text of a C string; empty for null. */
    static String text(BytePointer message) {
        return message == null || message.isNull() ? "" : message.getString(StandardCharsets.UTF_8);
    }

    /** Throws when an error is set. */
    static void check(LLVMErrorRef error, String doing) {
        if (error != null && !error.isNull()) {
            BytePointer message = LLVM.LLVMGetErrorMessage(error);
            String s = text(message);
            LLVM.LLVMDisposeErrorMessage(message);
            throw new LlvmException("LLVM failed while " + doing + ": " + s);
        }
    }
}
