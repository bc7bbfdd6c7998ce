import { createRandom, integer } from './random';
import { contractNameOf, SourcePlan, toApiReference } from './sourcePlan';

/**
 * The `build.gradle` of an application, which provides and consumes a few APIs; a revised
 * one consumes one more.
 */
export function createBuildFile(
  plan: SourcePlan,
  index: number,
  isRevised: boolean,
): string {
  const random = createRandom(8_000_000 + index);
  const reference = (type: 'openapi' | 'avro', number: number) =>
    toApiReference(contractNameOf(plan, type, number % plan[type]));
  const consumed = Array.from({ length: integer(random, 1, 4) }, () =>
    reference('openapi', integer(random, 0, plan.openapi - 1)),
  );
  if (isRevised) {
    consumed.push(reference('openapi', index + 1));
  }
  return `plugins {
    id 'java'
    id 'org.springframework.boot' version '3.4.1'
    id 'com.acme.api-contracts' version '4.2.0'
}

group = 'com.acme'
description = 'Application ${index}'

java {
    toolchain {
        languageVersion = JavaLanguageVersion.of(21)
    }
}

repositories {
    mavenCentral()
}

// The contracts that this application implements, and those whose clients it uses.
openapi {
    producer {
        javaspring("${reference('openapi', index)}")
    }
    consumer {
${consumed.map(name => `        java("${name}")`).join('\n')}
    }
}

avro {
    producer {
        schema("${reference('avro', index)}")
    }
    consumer {
        schema("${reference('avro', integer(random, 0, plan.avro - 1))}")
    }
}

dependencies {
    implementation 'org.springframework.boot:spring-boot-starter-web'
    implementation 'org.springframework.boot:spring-boot-starter-actuator'
    implementation "org.springframework.kafka:spring-kafka:\${kafkaVersion}"
    runtimeOnly 'org.postgresql:postgresql:42.7.4'
    testImplementation 'org.springframework.boot:spring-boot-starter-test'
}

tasks.named('test') {
    useJUnitPlatform()
}
`;
}
