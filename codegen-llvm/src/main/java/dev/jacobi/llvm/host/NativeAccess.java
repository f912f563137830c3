package dev.jacobi.llvm.host;

import java.lang.instrument.Instrumentation;
import java.lang.reflect.Method;
import java.util.Map;
import java.util.Set;

/**
 * Lets this library load native code without the warning that JDK 24 and later print (JEP 472). Unnamed modules share one
 * permission there, so it is given to all of them, as {@code --enable-native-access=ALL-UNNAMED} does.
 */
public final class NativeAccess {
    private static final int FIRST_WARNING = 24;

    private NativeAccess() {
    }

    /** Enables native access through the agent's rights; false when this JDK does not let it be done (then it warns once, no more). */
    public static boolean enable(Instrumentation agent) {
        if (Runtime.version().feature() < FIRST_WARNING) {
            return true;
        }
        try {
            Module ours = NativeAccess.class.getModule();
            agent.redefineModule(Module.class.getModule(), Set.of(), Map.of(), Map.of("java.lang", Set.of(ours)), Set.of(), Map.of());
            Method enable = ours.isNamed() ? Module.class.getDeclaredMethod("implAddEnableNativeAccess")
                : Module.class.getDeclaredMethod("implAddEnableNativeAccessToAllUnnamed");
            enable.setAccessible(true);
            enable.invoke(ours.isNamed() ? ours : null);
            return true;
        } catch (ReflectiveOperationException | RuntimeException e) {
            return false;
        }
    }
}
