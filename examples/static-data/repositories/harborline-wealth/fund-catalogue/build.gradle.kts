plugins {
    kotlin("jvm") version "2.1.0"
    kotlin("plugin.spring") version "2.1.0"
    id("org.springframework.boot") version "3.4.1"
    id("com.harborline.api-contracts") version "4.2.0"
}

description = "Search and fact sheets: the reading half of the mutual fund API."

kotlin {
    jvmToolchain(21)
}

dependencies {
    implementation("org.springframework.boot:spring-boot-starter-webflux")
    implementation("org.jetbrains.kotlinx:kotlinx-coroutines-reactor")
    testImplementation(kotlin("test"))
}

openapi {
    producer {
        kotlinspring("mf-platform:mutual-fund-api:3.1.0") {
            configOptions.set(mapOf("useCoroutines" to "true"))
        }
    }
    consumer {
        kotlin("market-data:quote-api:2.3.0")
    }
}

tasks.test {
    useJUnitPlatform()
}
