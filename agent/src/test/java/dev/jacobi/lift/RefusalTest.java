package dev.jacobi.lift;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jacobi.lift.examples.Refused;
import dev.jacobi.lift.request.Refusal;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What cannot be lifted is refused with a code, a sentence and a place, never lifted wrongly. */
class RefusalTest {
    @ParameterizedTest
    @CsvSource({"writesStatic,STATIC-WRITE", "mutableElements,OBJECT-ARRAY", "whichElement,IDENTITY", "returnsObjects,RESULT", "anySeed,RANDOM-SEED",
        "returnsRandom,RESULT", "countRandom,UNKNOWN-CALL", "givenRandom,VIRTUAL-CALL", "readsVolatile,VOLATILE",
        "locked,SYNCHRONIZED", "lock,SYNCHRONIZED", "prints,VIRTUAL-CALL",
        "strings,JDK-OBJECT", "list,OBJECT-ARRAY", "objectArray,OBJECT-ARRAY", "jagged,JAGGED", "jaggedLiteral,JAGGED", "withoutRows,JAGGED",
        "replacesRows,ROW-STORE", "oneRowForAll,ROW-STORE", "rowOfCaller,ROW-STORE", "rowOfOther,ROW-STORE",
        "rowToEither,ROW-STORE", "nullToEither,ROW-STORE", "withoutNumbers,OBJECT-ARRAY",
        "shallow,ROW-STORE", "usesOldRow,ROW-STORE", "identityOfBoxes,IDENTITY", "filledLater,RESULT",
        "changedLater,RESULT", "oneRowTwice,RESULT", "openMethod,VIRTUAL-CALL", "writesField,FIELD-WRITE", "row,RESULT", "sharesRow,ROW-STORE",
        "twoNames,ALIASING", "handedOnTwice,RESULT", "handedOnSame,IDENTITY", "woundUp,RESULT", "text,RESULT", "leaks,RECURSION", "functionsInFunctions,RECURSION", "oneOfTwo,ALIASING", "time,NATIVE-CODE", "alwaysThrows,ALWAYS-THROWS"})
    void refused(String name, String code) {
        Method m = Arrays.stream(Refused.class.getDeclaredMethods()).filter(x -> x.getName().equals(name)).findFirst().orElseThrow();
        Refusal r = assertThrows(Refusal.class,
            () -> Lifter.lift(Differential.request(m, IntStream.range(0, m.getParameterCount()).boxed().toList())));
        assertEquals(code, r.code().toString(), r.sentence());
        assertTrue(r.sentence().startsWith("left to the JVM because ") && r.where().matches("[\\w.$<>]+(:\\d+)?"), r.sentence());
    }
}
